using StateGen.TestKit.Processes;

namespace StateGen.Tool.Tests;

[Trait("Category", "Slow")]
public sealed class InitTests : IDisposable
{
    private const string Visits = """
        using StateGen;

        [Operator("visits")]
        internal sealed partial class Visits : KeyedOperator<string, Page, int>
        {
            [State] private partial long Count { get; set; }
            [State] private partial Page? Last { get; set; }

            protected override void OnEvent(Page value, OperatorContext<int> context) => ClearState();
        }

        internal sealed record Page(string Address);
        """;

    private const string Orders = """
        using StateGen;

        [Operator("orders")]
        internal sealed partial class Orders : KeyedOperator<int, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("stategen-tool-").FullName;

    private string ShippedPath => Path.Combine(_directory, "StateSchema.Shipped.txt");

    private string UnshippedPath => Path.Combine(_directory, "StateSchema.Unshipped.txt");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_operators_of_a_project_are_recorded()
    {
        WriteProject(Visits, Orders);
        var (exitCode, output, error) = await ToolProcess.RunAsync(_directory, "schema", "init");
        Assert.Equal("", error);
        Assert.Equal((0, "Created StateSchema.Shipped.txt and StateSchema.Unshipped.txt. Recorded:\n  operator orders\n  operator visits\n"), (exitCode, output));
        Assert.StartsWith("# The state that shipped versions keep", Assert.Single(File.ReadAllLines(ShippedPath)), StringComparison.Ordinal);
        Assert.EndsWith(
            "\n\noperator orders\n  key int32\n\noperator visits\n  key string\n  value Count: int64\n  value Last: Page?\n\nrecord Page\n  Address: string\n",
            File.ReadAllText(UnshippedPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_elsewhere_may_treat_warnings_as_errors()
    {
        WriteProject(Visits);
        Write("Directory.Build.props", "<Project><PropertyGroup><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>");
        var (exitCode, output, _) = await ToolProcess.RunAsync(Path.GetTempPath(), "schema", "init", "--project", _directory);
        Assert.Equal(0, exitCode);
        Assert.EndsWith("Recorded:\n  operator visits\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_operators_gets_empty_files()
    {
        WriteProject("internal static class Nothing;");
        var (exitCode, output, _) = await ToolProcess.RunAsync(_directory, "schema", "init");
        Assert.Equal((0, "Created StateSchema.Shipped.txt and StateSchema.Unshipped.txt. The build found no operators to record.\n"), (exitCode, output));
    }

    [Theory]
    [InlineData("static partial long Count", "SG1005")]
    [InlineData("partial Missing Count", "CS0246")]
    public async Task A_project_with_an_error_gets_no_files(string count, string id)
    {
        WriteProject(Visits.Replace("partial long Count", count, StringComparison.Ordinal));
        var (exitCode, output, error) = await ToolProcess.RunAsync(_directory, "schema", "init");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith($"error: The project has an error, which must be corrected first: {id}: ", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory, "*.txt"));
    }

    [Fact]
    public async Task A_project_that_cannot_be_built_gets_no_files()
    {
        Write("Sample.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><Nothing/></Project>");
        var (exitCode, _, error) = await ToolProcess.RunAsync(_directory, "schema", "init");
        Assert.Equal(1, exitCode);
        Assert.Contains("Sample.csproj' failed: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Empty(Directory.GetFiles(_directory, "*.txt"));
    }

    [Theory]
    [InlineData("StateSchema.Shipped.txt")]
    [InlineData("StateSchema.Unshipped.txt")]
    public async Task A_file_is_not_overwritten(string name)
    {
        WriteProject(Visits);
        Write(name, "# mine\n");
        var (exitCode, output, error) = await ToolProcess.RunAsync(_directory, "schema", "init");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains($"{name}' exists already and is not overwritten.", error, StringComparison.Ordinal);
        Assert.Equal("# mine\n", File.ReadAllText(Assert.Single(Directory.GetFiles(_directory, "*.txt"))));
    }

    [Fact]
    public async Task The_project_must_be_one()
    {
        var (exitCode, _, error) = await ToolProcess.RunAsync(_directory, "schema", "init");
        Assert.Equal((1, "error: There is no project file (*.csproj) in '.'. Pass the directory of the project with --project.\n"), (exitCode, error));
        Write("First.csproj", "<Project/>");
        Write("Second.csproj", "<Project/>");
        (exitCode, _, error) = await ToolProcess.RunAsync(_directory, "schema", "init");
        Assert.Equal((1, "error: There are several project files (*.csproj) in '.'. Each project needs a directory of its own.\n"), (exitCode, error));
        (exitCode, _, error) = await ToolProcess.RunAsync(_directory, "schema", "init", "--project", "nowhere");
        Assert.Equal((1, "error: The directory 'nowhere' does not exist. Pass the directory of the project with --project.\n"), (exitCode, error));
    }

    private static string Built(string project, string framework)
    {
        // ROOT/tests/StateGen.Tool.Tests/bin/CONFIGURATION/net10.0/
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        return Path.Combine(Root, "src", project, "bin", configuration, framework);
    }

    private static string Root => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    private void WriteProject(params ReadOnlySpan<string> files)
    {
        var (runtime, analyzers) = (Built("Runtime/StateGen", "net10.0"), Built("Analyzers/StateGen.Analyzers", "netstandard2.0"));
        Write("Sample.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Root}/build/StateGen.props" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{runtime}/StateGen.dll;{analyzers}/StateGen.Schemas.dll" />
                <Analyzer Include="{analyzers}/StateGen.*.dll" />
              </ItemGroup>
            </Project>
            """);
        for (var index = 0; index < files.Length; index++)
            Write($"File{index}.cs", files[index]);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory, name), text);
}
