[assembly: AssemblyFixture(typeof(StateGen.Packaging.Tests.LocalFeed))]

namespace StateGen.Packaging.Tests;

/// <summary>
/// A folder with the packages of this build, and room for projects that consume them. Of other packages there are those that this build has restored;
/// nothing is fetched, and nothing stays on the machine.
/// </summary>
public sealed class LocalFeed : IAsyncLifetime
{
    /// <summary>The room.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("stategen-packaging-").FullName;

    /// <summary>The packages.</summary>
    public string Packages => Path.Combine(Root, "feed");

    public async ValueTask InitializeAsync()
    {
        await PackAsync();
        await File.WriteAllTextAsync(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{Packages}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="build" value="{Build.PackageCache}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens one of the packages.</summary>
    internal PackageFile Open(string id, string extension = "nupkg") => PackageFile.Open(Path.Combine(Packages, $"{id}.{Build.PackageVersion}.{extension}"));

    /// <summary>Builds a console project with a reference to the packages and runs it with the arguments <c>run</c> or <c>build</c>.</summary>
    internal async Task<CommandResult> ConsumeAsync(string name, string verb, string program, params (string Name, string Text)[] files)
    {
        var directory = Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
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
        return await RunAsync(name, verb);
    }

    /// <summary>Runs the SDK in a directory of the room, as somebody who has this feed and nothing else.</summary>
    internal Task<CommandResult> RunAsync(string directory, params string[] arguments) => Dotnet.RunAsync(Path.Combine(Root, directory), Path.Combine(Root, "home"), arguments);

    private async Task PackAsync()
    {
        var result = await Dotnet.RunAsync(
            Path.Combine(Build.RepositoryRoot, "build"), home: null, "pack", "Packages.proj", "--no-build", "--no-restore", "--configuration", Build.Configuration, "--output", Packages);
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.DoesNotContain("warning", result.Output, StringComparison.OrdinalIgnoreCase);
    }
}
