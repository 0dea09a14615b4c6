using System.Reflection;
using StateGen.Backends;
using StateGen.History.Tests.Jobs;
using StateGen.History.Tests.Ledgers;
using StateGen.History.Tests.Writing;
using StateGen.RocksDb;
using StateGen.TestKit;

namespace StateGen.History.Tests;

/// <summary>Checkpoints that earlier versions wrote are restored by today's code. <c>Checkpoints/README.md</c> says where they come from.</summary>
public abstract class HistoryTests(string backendName) : IDisposable
{
    private const string WriteVariable = "STATEGEN_WRITE_CHECKPOINT";

    private static readonly string Checkpoints = typeof(HistoryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "CheckpointsDirectory").Value!;

    private int _backends;

    /// <summary>Every version that left a checkpoint, each with the parallelism that wrote it, a lower and a higher one.</summary>
    public static TheoryData<string, int> Restores =>
        [.. Versions.SelectMany(_ => Enumerable.Range(LedgerWriter.Parallelism - 1, 3), (version, parallelism) => (version, parallelism))];

    private protected TemporaryDirectory Work { get; } = new();

    private static string[] Versions => [.. Directory.GetDirectories(Checkpoints).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Restores))]
    public async Task A_job_of_the_past_goes_on_to_the_same_output(string version, int parallelism) =>
        await AssertGoesOnAsync(Kept(version).ExtractTo(Work["past"]), parallelism);

    [Theory]
    [MemberData(nameof(Restores))]
    public async Task State_of_the_past_is_what_was_written(string version, int parallelism) =>
        await AssertHoldsStateAsync(Kept(version).ExtractTo(Work["past"]), parallelism);

    [Fact]
    public void Each_version_has_the_next_number()
    {
        Assert.NotEmpty(Versions);
        Assert.Equal(Enumerable.Range(1, Versions.Length).Select(number => $"{number:0000}"), Versions.Select(version => version.Split('-')[0]));
    }

    /// <summary>
    /// The way in which the others came about. With the environment variable, which names a new version, its checkpoint is kept in the repository.
    /// </summary>
    [Fact]
    public async Task A_job_that_is_written_now_restores()
    {
        var directory = Work["written"];
        await LedgerWriter.WriteAsync(directory, CreateBackend, Cancellation);
        await AssertHoldsStateAsync(new(directory), LedgerWriter.Parallelism);
        await AssertGoesOnAsync(new(directory), LedgerWriter.Parallelism);
        if (Environment.GetEnvironmentVariable(WriteVariable) is { Length: > 0 } version)
            Kept(version).Keep(new(directory));
    }

    public void Dispose()
    {
        Work.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the backend in a directory that goes with the test.</summary>
    protected abstract IStateBackend OpenBackend(string directory);

    private async Task AssertGoesOnAsync(LedgerJob past, int parallelism)
    {
        var input = past.ReadInput();
        var job = past.CopyTo(Work["finished"]);
        Assert.Contains(job.HiddenParts(), LedgerJob.IsPrepared);
        var result = await job.FinishAsync(CreateBackend(), parallelism, Cancellation);
        Assert.Equal(LedgerJob.LastCheckpoint, result.RestoredCheckpointId);
        Assert.Equal(input.Count(line => LedgerEvent.Parse(line).Phase == 3), result.Records);
        Assert.Equal(LedgerModel.OutputOf(input), job.ReadOutput());
        Assert.Equal(past.ReadOutput().Concat(await File.ReadAllLinesAsync(past.Rest, Cancellation)).Order(StringComparer.Ordinal), job.ReadOutput());
        Assert.Empty(job.HiddenParts());
    }

    // In a file of its own, or in an entry of the log.
    private protected static IEnumerable<string> ManifestsOf(LedgerJob job) =>
        job.RelativePaths().Where(path => Path.GetExtension(path) == ".json").Select(path => File.ReadAllText(job[path]))
            .Where(text => text.Contains("\"operators\": ", StringComparison.Ordinal));

    private protected async Task AssertHoldsStateAsync(LedgerJob past, int parallelism)
    {
        var state = await past.CopyTo(Work["asked"]).AskAsync(CreateBackend(), parallelism, Cancellation);
        Assert.Equal(await File.ReadAllLinesAsync(past.State, Cancellation), state);
        Assert.Equal(LedgerModel.StateOf(past.ReadInput()), state);
    }

    private protected KeptJob Kept(string version) => new(Path.Combine(Checkpoints, version), backendName);

    private IStateBackend CreateBackend() => OpenBackend(Work[$"backend-{_backends++}"]);
}

public sealed class MemoryHistoryTests() : HistoryTests("memory")
{
    [Fact]
    public async Task Its_checkpoints_name_no_storage_library()
    {
        await LedgerWriter.WriteAsync(Work["written"], () => OpenBackend(""), TestContext.Current.CancellationToken);
        Assert.All(ManifestsOf(new(Work["written"])), manifest => Assert.DoesNotContain("writerVersion", manifest, StringComparison.Ordinal));
    }

    protected override IStateBackend OpenBackend(string directory) => MemoryBackend.Default;
}

public sealed class RocksDbHistoryTests() : HistoryTests("rocksdb")
{
    // The first kept checkpoint was written with the library of Debian 12. RocksDB writes its version into each database.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Databases_of_RocksDB_7_8_are_read_by_the_library_of_the_package(int parallelism)
    {
        var past = Kept("0001-15dfaf8").ExtractTo(Work["past"]);
        var written = past.RelativePaths().Where(path => Path.GetFileName(path).StartsWith("OPTIONS-", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(written);
        Assert.All(written, path => Assert.Contains("rocksdb_version=7.8.3", File.ReadAllText(past[path]), StringComparison.Ordinal));
        Assert.All(ManifestsOf(past), manifest => Assert.DoesNotContain("writerVersion", manifest, StringComparison.Ordinal));
        Assert.True(RocksDbLibrary.Version >= new Version(11, 12), $"{RocksDbLibrary.Version} is loaded");
        await AssertHoldsStateAsync(past, parallelism);
    }

    [Fact]
    public async Task Its_checkpoints_name_the_version_of_RocksDB_for_each_subtask()
    {
        await LedgerWriter.WriteAsync(Work["written"], () => OpenBackend(Work["backend"]), TestContext.Current.CancellationToken);
        var expected = $"\"writerVersion\": \"{RocksDbLibrary.Version}\"";
        Assert.All(ManifestsOf(new(Work["written"])), manifest => Assert.Equal(LedgerWriter.Parallelism, manifest.Split(expected).Length - 1));
    }

    protected override IStateBackend OpenBackend(string directory) => RocksDbBackend.At(directory);
}
