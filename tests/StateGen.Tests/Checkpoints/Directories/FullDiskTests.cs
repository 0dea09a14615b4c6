using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Checkpoints.Directories;

/// <summary>The disk is full for a while. What fails says so and leaves nothing behind, and the job goes on when there is room again.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Pages = 128;
    private const int FilledAt = 3;
    private const int FreedAt = 6;
    private static readonly Reading[] Input = Readings.Generate(seed: 20, count: 90);

    private readonly ListSink<RunningTotal> _sink = new();
    private SmallDisk? _disk;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // As many free pages as a whole checkpoint needs, and all numbers below that: state, an entry of the log, the next entry, or nothing of it finds room.
    public static TheoryData<int, bool> Rooms { get; } = new(Enumerable.Range(0, 7).SelectMany(free => new[] { (free, false), (free, true) }));

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task Checkpoints_fail_while_the_disk_is_full_and_the_job_goes_on_when_it_is_freed(int free, bool isShared)
    {
        var disk = Mount();
        var result = await RunAsync(disk, free, isShared);
        Readings.AssertExactlyOnce(_sink.Committed, Input);
        if (free == 0)
            AssertAllFailed(result);
        Assert.True(result.LastFailure is null or CheckpointStorageException { IsPermanent: false }, $"{result.LastFailure}");
        await AssertOnlyTheLatestIsThereAsync(disk);
    }

    /// <summary>A sink that cannot write fails the job, which is restarted until it can.</summary>
    [Fact]
    public async Task Output_is_exact_after_the_disk_of_the_sink_was_full()
    {
        var disk = Mount();
        using var state = new TemporaryDirectory();
        var failures = new List<Exception>();
        var job = new TriggeredJob(triggerEvery: 1, readSize: 10);
        var requested = 0;
        job.Triggering = () =>
        {
            if (++requested == FilledAt)
                disk.Fill();
        };
        using var storage = DirectoryCheckpointStorage.Open(state.Path);
        var options = job.Options(storage) with
        {
            Restart = RestartStrategy.FixedDelay(10, TimeSpan.Zero).When(failure =>
            {
                failures.Add(failure);
                if (failures.Count == 3)
                    disk.Free();
                return true;
            }),
        };
        var sink = FileSink.Lines<RunningTotal>(disk["output"], static total => $"{total.Sensor},{total.Number},{total.Sum}");
        await Pipeline.From(job.Source<Reading>(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink).RunAsync(options, Token);

        Assert.Equal(3, failures.Count);
        Assert.All(failures, failure => Assert.IsType<SinkUnavailableException>(failure));
        Assert.All(failures, failure => Assert.Contains(disk["output"], failure.Message, StringComparison.Ordinal));
        Readings.AssertExactlyOnce(Directory.GetFiles(disk["output"], "part-*").SelectMany(File.ReadLines).Select(Parse), Input);
        Assert.DoesNotContain(disk.Files, file => file.Contains(".part", StringComparison.Ordinal));
    }

    public void Dispose() => _disk?.Dispose();

    private SmallDisk Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux mounts a file system in memory.");
        return _disk = new(Pages);
    }

    private async Task<JobResult> RunAsync(SmallDisk disk, int free, bool isShared)
    {
        using var storage = isShared ? DirectoryCheckpointStorage.OpenShared(disk["state"]) : DirectoryCheckpointStorage.Open(disk["state"]);
        var job = new TriggeredJob(triggerEvery: 1, readSize: 10);
        var requested = 0;
        string[] before = [];
        job.Triggering = () =>
        {
            requested++;
            if (requested == FilledAt)
            {
                before = disk.Files;
                disk.Fill(free);
            }
            else if (requested is > FilledAt and <= FreedAt && free == 0)
            {
                Assert.Equal(before, disk.Files);
            }

            if (requested == FreedAt)
                disk.Free();
        };
        var options = job.Options(storage) with
        {
            TolerableCheckpointFailures = int.MaxValue,
            // A restart finds no room for its own entry in the log.
            Restart = RestartStrategy.FixedDelay(100, TimeSpan.Zero).When(_ =>
            {
                disk.Free();
                return true;
            }),
        };
        return await Pipeline.From(job.Source<Reading>(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(_sink)
            .RunAsync(options, Token);
    }

    private static void AssertAllFailed(JobResult result)
    {
        Assert.Equal((FreedAt - FilledAt, 0), (result.FailedCheckpoints, result.Restarts));
        var failure = Assert.IsType<CheckpointStorageException>(result.LastFailure);
        Assert.StartsWith("Cannot write 'chk-", failure.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
    }

    private static async Task AssertOnlyTheLatestIsThereAsync(SmallDisk disk)
    {
        using var storage = DirectoryCheckpointStorage.Open(disk["state"]);
        var store = await CheckpointStore.OpenForReadingAsync(storage, "job", Token);
        await store.VerifyAsync(store.FindLatest()!, Token);
        Assert.True(store.FindLatest()!.IsFinished);
        foreach (var id in store.CheckpointIds)
        {
            var folder = $"state/chk-{id:D8}-";
            Assert.Contains(disk.Files, file => file.StartsWith(folder, StringComparison.Ordinal));
        }

        Assert.Equal(store.CheckpointIds.Count, disk.Files.Where(file => file.StartsWith("state/chk-", StringComparison.Ordinal)).Select(file => file.Split('/')[1]).Distinct().Count());
        Assert.DoesNotContain(disk.Files, file => file.EndsWith(".stategen-partial", StringComparison.Ordinal));
    }

    private static RunningTotal Parse(string line)
    {
        var fields = line.Split(',');
        return new(fields[0], long.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture), long.Parse(fields[2], System.Globalization.CultureInfo.InvariantCulture));
    }
}
