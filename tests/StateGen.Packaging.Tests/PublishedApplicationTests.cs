using System.Runtime.InteropServices;

namespace StateGen.Packaging.Tests;

/// <summary>The sample with the packages, published in every way and run where nothing else is, with the RocksDB library of the package and no other.</summary>
[Trait("Category", "Slow")]
public sealed class PublishedApplicationTests(LocalFeed feed, PublishedSample sample) : IClassFixture<PublishedSample>
{
    private const int RowCount = 6_901;
    private const string Library = "librocksdb.so";

    [Theory]
    [InlineData("framework")]
    [InlineData("single")]
    [InlineData("trimmed")]
    [InlineData("aot")]
    public async Task A_published_application_computes_the_same_rows_on_both_backends_with_the_library_of_the_package(string kind)
    {
        var folder = await sample.PublishAsync(kind);

        var memory = await RunAsync(folder, "memory", kind);
        var rocksDb = await RunAsync(folder, "rocksdb", kind);

        Assert.True(memory.ExitCode == 0, memory.Output);
        Assert.True(rocksDb.ExitCode == 0, rocksDb.Output);
        Assert.Equal(RowCount, RowsOf(kind, "memory").Length);
        Assert.Equal(RowsOf(kind, "memory"), RowsOf(kind, "rocksdb"));
        Assert.Empty(LibrariesOf(memory));
        Assert.StartsWith(kind == "single" ? Extracted(kind) : folder, Assert.Single(LibrariesOf(rocksDb)), StringComparison.Ordinal);
        AssertHoldsNothingElse(folder, kind);
    }

    [Fact]
    public async Task Without_the_library_the_memory_backend_works_and_the_other_one_says_what_it_tried()
    {
        var folder = Directory.CreateDirectory(Path.Combine(feed.Root, "alone")).FullName;
        File.Copy(Path.Combine(await sample.PublishAsync("trimmed"), "FlightDelays"), Path.Combine(folder, "FlightDelays"));

        var memory = await RunAsync(folder, "memory", "alone");
        var missing = await RunAsync(folder, "rocksdb", "alone");
        await File.WriteAllTextAsync(Path.Combine(folder, Library), "cut off", TestContext.Current.CancellationToken);
        var damaged = await RunAsync(folder, "rocksdb", "alone");

        Assert.True(memory.ExitCode == 0, memory.Output);
        Assert.Equal((1, 1), (missing.ExitCode, damaged.ExitCode));
        Assert.Contains($"Tried: '{Path.Combine(folder, Library)}' does not exist; ", missing.Output, StringComparison.Ordinal);
        Assert.Contains($"Tried: '{Path.Combine(folder, Library)}' is not a native library; ", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("deploy every file of the publish folder", missing.Output, StringComparison.Ordinal);
    }

    private string Extracted(string kind) => Path.Combine(feed.Root, $"extracted-{kind}");

    // Runs from the folder, which is not the one where it was built. The loader of the system reports what it loads.
    private Task<CommandResult> RunAsync(string folder, string backend, string name)
    {
        var results = Path.Combine(feed.Root, $"results-{name}-{backend}");
        return Command.RunAsync(
            Path.Combine(folder, "FlightDelays"),
            folder,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["STATEGEN_ROCKSDB_LIBRARY"] = "",
                ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
                ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Extracted(name),
                ["LD_DEBUG"] = "libs",
            },
            "--input", Path.Combine(sample.Room, "data", "flights-2001q1.csv"), "--output", Path.Combine(results, "rows"), "--state", Path.Combine(results, "state"),
            "--backend", backend, "--parallelism", "2");
    }

    private static string[] LibrariesOf(CommandResult result) =>
    [
        .. result.Output.Split('\n')
            .Where(line => line.Contains("calling init:", StringComparison.Ordinal) && line.Contains("rocksdb", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..].Trim()),
    ];

    // Every part begins with a header, and how many parts there are depends on the checkpoints, which come by time.
    private string[] RowsOf(string name, string backend) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(feed.Root, $"results-{name}-{backend}", "rows"), "*.csv")
            .SelectMany(part => File.ReadLines(part).Skip(1)).Order(StringComparer.Ordinal),
    ];

    private static void AssertHoldsNothingElse(string folder, string kind)
    {
        string[] assemblies = ["FlightDelays", "Spectre.Console", "Spectre.Console.Ansi", "StateGen", "StateGen.RocksDb", "StateGen.Schemas", "System.CommandLine"];
        var files = Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).ToList();
        var published = files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Select(file => file[..^4]);
        Assert.Equal(kind == "framework" ? assemblies : [], published.Where(name => !IsTelemetry(name)).Order(StringComparer.Ordinal));
        Assert.Equal(kind != "single", files.Contains(Library, StringComparer.Ordinal));
    }

    // What OpenTelemetry, which the sample alone uses, brings with it.
    private static bool IsTelemetry(string assembly) =>
        assembly.StartsWith("OpenTelemetry", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);
}
