using System.Xml.Linq;

namespace StateGen.Packaging.Tests;

/// <summary>
/// The sample as an application of its own that references the packages. It is restored once; each way of publishing it gets a folder of its own.
/// </summary>
public sealed class PublishedSample(LocalFeed feed) : IAsyncLifetime
{
    private const string Name = "FlightDelays";

    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    /// <summary>The application's room, with the data of the sample.</summary>
    public string Room => Path.Combine(feed.Root, Name);

    public async ValueTask InitializeAsync()
    {
        CopySample();
        await File.WriteAllTextAsync(Path.Combine(Room, $"{Name}.csproj"), Project());
        await RunAsync("build");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Publishes the application in one way, once, with warnings as errors.</summary>
    /// <param name="kind">One of the conditions of the project, or "framework" for none of them.</param>
    /// <returns>The folder.</returns>
    public async Task<string> PublishAsync(string kind)
    {
        if (_folders.TryGetValue(kind, out var folder))
            return folder;
        folder = Path.Combine(feed.Root, $"published-{kind}");
        await RunAsync("publish", "--no-restore", $"-p:Kind={kind}", "--output", folder);
        _folders.Add(kind, folder);
        return folder;
    }

    private async Task RunAsync(string verb, params string[] arguments)
    {
        var result = await feed.RunAsync(Name, [verb, "--configuration", "Release", "-warnaserror", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Output);
    }

    // Without the object stores, the application needs none of their packages.
    private void CopySample()
    {
        var source = Path.Combine(Build.RepositoryRoot, "samples", Name);
        var files = Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(source, file))
            .Where(file => file.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj" or "ObjectStores"));
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Room, file))!);
            File.Copy(Path.Combine(source, file), Path.Combine(Room, file));
        }
    }

    // Without a kind, it is restored with what every kind needs.
    private static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
            <AppendRuntimeIdentifierToOutputPath>false</AppendRuntimeIdentifierToOutputPath>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <PublishAot>true</PublishAot>
            <PublishTrimmed>true</PublishTrimmed>
            <!-- Otherwise the SDK fetches ASP.NET Core too, in case a package needs it. -->
            <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
          </PropertyGroup>
          <PropertyGroup Condition="'$(Kind)' == 'framework' or '$(Kind)' == 'single'">
            <PublishAot>false</PublishAot>
            <PublishTrimmed>false</PublishTrimmed>
            <SelfContained>false</SelfContained>
          </PropertyGroup>
          <PropertyGroup Condition="'$(Kind)' == 'single'">
            <PublishSingleFile>true</PublishSingleFile>
            <IncludeNativeLibrariesForSelfExtract>true</IncludeNativeLibrariesForSelfExtract>
          </PropertyGroup>
          <PropertyGroup Condition="'$(Kind)' == 'trimmed'">
            <PublishAot>false</PublishAot>
            <PublishSingleFile>true</PublishSingleFile>
            <SelfContained>true</SelfContained>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="StateGen.RocksDb" Version="{Build.PackageVersion}" />
            <PackageReference Include="OpenTelemetry" Version="{VersionOf("OpenTelemetry")}" />
            <PackageReference Include="OpenTelemetry.Exporter.Console" Version="{VersionOf("OpenTelemetry.Exporter.Console")}" />
            <PackageReference Include="Spectre.Console" Version="{VersionOf("Spectre.Console")}" />
            <PackageReference Include="System.CommandLine" Version="{VersionOf("System.CommandLine")}" />
          </ItemGroup>
        </Project>
        """;

    private static string VersionOf(string package) =>
        XDocument.Load(Path.Combine(Build.RepositoryRoot, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(item => item.Attribute("Include")!.Value == package).Attribute("Version")!.Value;
}
