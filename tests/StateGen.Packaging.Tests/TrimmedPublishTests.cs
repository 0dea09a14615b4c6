using System.Xml.Linq;

namespace StateGen.Packaging.Tests;

/// <summary>The sample with the packages, as one trimmed file.</summary>
[Trait("Category", "Slow")]
public sealed class TrimmedPublishTests(LocalFeed feed)
{
    private const string Sample = "FlightDelays";

    private string Room => Path.Combine(feed.Root, Sample);

    [Fact]
    public async Task A_trimmed_single_file_is_published_without_a_warning_and_computes_the_same_rows()
    {
        CopySample();
        await File.WriteAllTextAsync(Path.Combine(Room, "FlightDelays.csproj"), Project(), TestContext.Current.CancellationToken);

        var publish = await feed.RunAsync(Sample, "publish", "-warnaserror", "-p:TrimmerSingleWarn=false", "--output", "published");
        Assert.True(publish.ExitCode == 0, publish.Output);

        var trimmed = await RowsAsync("published/FlightDelays", "trimmed");
        var untrimmed = await RowsAsync("bin/Release/net10.0/FlightDelays", "untrimmed");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Room, "published"), "*.dll"));
        Assert.True(trimmed.Length > 6000, $"{trimmed.Length} rows");
        Assert.Equal(untrimmed, trimmed);
    }

    private void CopySample()
    {
        var source = Path.Combine(Build.RepositoryRoot, "samples", Sample);
        var files = Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(source, file))
            .Where(file => file.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Room, file))!);
            File.Copy(Path.Combine(source, file), Path.Combine(Room, file));
        }
    }

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
            <SelfContained>true</SelfContained>
            <PublishTrimmed>true</PublishTrimmed>
            <PublishSingleFile>true</PublishSingleFile>
            <!-- Otherwise the SDK fetches ASP.NET Core too, in case a package needs it. -->
            <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="StateGen.RocksDb" Version="{Build.PackageVersion}" />
            <PackageReference Include="Spectre.Console" Version="{VersionOf("Spectre.Console")}" />
            <PackageReference Include="System.CommandLine" Version="{VersionOf("System.CommandLine")}" />
          </ItemGroup>
        </Project>
        """;

    private static string VersionOf(string package) =>
        XDocument.Load(Path.Combine(Build.RepositoryRoot, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(item => item.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    // Every part begins with a header, and how many parts there are depends on the checkpoints, which come by time.
    private async Task<string[]> RowsAsync(string program, string name)
    {
        var run = await Command.RunAsync(
            Path.Combine(Room, program), Room, new Dictionary<string, string>(StringComparer.Ordinal),
            "--input", "data/flights-2001q1.csv", "--output", name + "/rows", "--state", name + "/state", "--backend", "rocksdb", "--parallelism", "2");
        Assert.True(run.ExitCode == 0, run.Output);
        return [.. Directory.EnumerateFiles(Path.Combine(Room, name, "rows"), "*.csv").SelectMany(part => File.ReadLines(part).Skip(1)).Order(StringComparer.Ordinal)];
    }
}
