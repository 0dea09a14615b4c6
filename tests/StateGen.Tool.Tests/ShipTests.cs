using StateGen.TestKit.Processes;

namespace StateGen.Tool.Tests;

public sealed class ShipTests : IDisposable
{
    private const string Shipped = "# shipped\n\ngeneration 3\n\noperator visits\n  key string\n";
    private const string Unshipped = "# unshipped\n\nremoved operator visits\n\noperator orders\n  key Shop.Id\n\nrecord Shop.Id\n  Value: int32\n";

    private readonly string _directory = Directory.CreateTempSubdirectory("stategen-tool-").FullName;

    private string ShippedPath => Path.Combine(_directory, "StateSchema.Shipped.txt");

    private string UnshippedPath => Path.Combine(_directory, "StateSchema.Unshipped.txt");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_generation_is_moved_and_described()
    {
        Write(Shipped, Unshipped);
        var (exitCode, output, error) = await ToolProcess.RunAsync(_directory, "schema", "ship");
        Assert.Equal("Shipped generation 4:\n  operator orders\n  type Shop.Id\n  removed operator visits\n", output);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(Shipped + "\ngeneration 4\n\n" + Unshipped["# unshipped\n\n".Length..], File.ReadAllText(ShippedPath));
        Assert.Equal("# unshipped\n", File.ReadAllText(UnshippedPath));
        Assert.Equal(2, Directory.GetFiles(_directory).Length);
    }

    [Fact]
    public async Task The_project_may_be_elsewhere_and_have_shipped_nothing()
    {
        Write(null, Unshipped.Replace("removed operator visits\n", "", StringComparison.Ordinal));
        var (exitCode, output, _) = await ToolProcess.RunAsync(Path.GetTempPath(), "schema", "ship", "--project", _directory);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("Shipped generation 1:", output, StringComparison.Ordinal);
        Assert.Contains("\ngeneration 1\n\noperator orders\n", File.ReadAllText(ShippedPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_may_be_nothing_to_ship()
    {
        Write(Shipped, "# unshipped\n");
        var (exitCode, output, _) = await ToolProcess.RunAsync(_directory, "schema", "ship");
        Assert.Equal((0, "Nothing to ship: StateSchema.Unshipped.txt records no change.\n"), (exitCode, output));
        Assert.Equal(Shipped, File.ReadAllText(ShippedPath));
    }

    [Theory]
    [InlineData(Shipped + "<<<<<<< HEAD\n", Unshipped, "StateSchema.Shipped.txt(7): expected operator")]
    [InlineData(Shipped, Unshipped + "record Shop.Id\n", "StateSchema.Unshipped.txt(10): type Shop.Id is declared twice.")]
    [InlineData(Shipped, "generation 4\n", "StateSchema.Unshipped.txt(1): generations are only allowed in StateSchema.Shipped.txt.")]
    public async Task Malformed_files_are_refused_and_left_alone(string shipped, string unshipped, string message)
    {
        Write(shipped, unshipped);
        var (exitCode, output, error) = await ToolProcess.RunAsync(_directory, "schema", "ship");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("error: " + message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal((shipped, unshipped), (File.ReadAllText(ShippedPath), File.ReadAllText(UnshippedPath)));
    }

    [Fact]
    public async Task Missing_files_and_directories_are_named()
    {
        var (exitCode, _, error) = await ToolProcess.RunAsync(_directory, "schema", "ship");
        Assert.Equal(1, exitCode);
        Assert.Contains("no StateSchema.Unshipped.txt in '.'", error, StringComparison.Ordinal);
        (exitCode, _, error) = await ToolProcess.RunAsync(_directory, "schema", "ship", "--project", "nowhere");
        Assert.Equal((1, "error: The directory 'nowhere' does not exist. Pass the directory of the project with --project.\n"), (exitCode, error));
    }

    [Theory]
    [InlineData("schema", "sail")]
    [InlineData("schema", "ship", "--projekt", ".")]
    [InlineData("schema", "ship", "--project")]
    [InlineData("schema")]
    public async Task Wrong_arguments_are_explained_in_one_line(params string[] arguments)
    {
        var (exitCode, _, error) = await ToolProcess.RunAsync(_directory, arguments);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.EndsWith("Run with --help for the commands.\n", error, StringComparison.Ordinal);
    }

    private void Write(string? shipped, string unshipped)
    {
        if (shipped is not null)
            File.WriteAllText(ShippedPath, shipped);
        File.WriteAllText(UnshippedPath, unshipped);
    }
}
