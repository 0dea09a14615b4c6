[assembly: AssemblyFixture(typeof(StateGen.Packaging.Tests.LocalFeed))]

namespace StateGen.Packaging.Tests;

/// <summary>A folder with the packages of this build, and room for projects that consume them and nothing else.</summary>
public sealed class LocalFeed : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("stategen-packaging-").FullName;

    public string Packages => Path.Combine(_root, "feed");

    public async ValueTask InitializeAsync()
    {
        await PackAsync();
        await File.WriteAllTextAsync(Path.Combine(_root, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{Packages}" /></packageSources>
            </configuration>
            """);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens one of the packages.</summary>
    internal PackageFile Open(string id, string extension = "nupkg") => PackageFile.Open(Path.Combine(Packages, $"{id}.{Build.PackageVersion}.{extension}"));

    /// <summary>Builds a console project with a reference to the packages and runs it with the arguments <c>run</c> or <c>build</c>.</summary>
    internal async Task<CommandResult> ConsumeAsync(string name, string verb, string program, params (string Name, string Text)[] files)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        foreach (var file in files)
            await File.WriteAllTextAsync(Path.Combine(directory, file.Name), file.Text);
        await File.WriteAllTextAsync(Path.Combine(directory, "Program.cs"), program);
        await File.WriteAllTextAsync(Path.Combine(directory, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="StateGen" Version="{Build.PackageVersion}" />
                <PackageReference Include="StateGen.RocksDb" Version="{Build.PackageVersion}" />
              </ItemGroup>
            </Project>
            """);
        return await Dotnet.RunAsync(directory, Path.Combine(_root, "cache"), verb);
    }

    private async Task PackAsync()
    {
        var result = await Dotnet.RunAsync(
            Path.Combine(Build.RepositoryRoot, "build"), packageCache: null, "pack", "Packages.proj", "--no-build", "--no-restore", "--configuration", Build.Configuration, "--output", Packages);
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.DoesNotContain("warning", result.Output, StringComparison.OrdinalIgnoreCase);
    }
}
