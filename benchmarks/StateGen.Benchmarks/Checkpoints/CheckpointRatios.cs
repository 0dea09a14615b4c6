using System.Diagnostics;
using System.Globalization;
using StateGen.AzureBlob;
using StateGen.Checkpoints;
using StateGen.S3;

namespace StateGen.Benchmarks.Checkpoints;

/// <summary>
/// One large checkpoint of the memory backend in each storage, and its restore, with the parts in which the time passes. Storages are memory, a directory and
/// a shared directory in the directory for temporary files, and those whose URIs are arguments. They take turns. The log of the job is new each time.
/// </summary>
internal static class CheckpointRatios
{
    private const int DefaultMegabytes = 1024;
    private const int DefaultRounds = 3;
    private const int BatchLength = 1024;
    private const int Megabyte = 1024 * 1024;

    /// <param name="output">What the table is written to.</param>
    /// <param name="arguments">URIs of further storages, <c>--megabytes N</c> and <c>--rounds N</c>.</param>
    public static void Print(TextWriter output, string[] arguments)
    {
        S3Checkpoints.Register();
        AzureBlobCheckpoints.Register();
        var (megabytes, rounds) = (NumberOf(arguments, "--megabytes", DefaultMegabytes), NumberOf(arguments, "--rounds", DefaultRounds));
        var root = Directory.CreateTempSubdirectory("stategen-checkpoints-").FullName;
        try
        {
            CheckpointTarget[] targets =
            [
                CheckpointTarget.ToDirectory(Path.Combine(root, "directory")), CheckpointTarget.ToSharedDirectory(Path.Combine(root, "shared")),
                .. arguments.Where(static argument => argument.Contains("://", StringComparison.Ordinal)).Select(CheckpointTarget.Parse),
            ];
            PrintAsync(output, megabytes, rounds, targets).GetAwaiter().GetResult();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static int NumberOf(string[] arguments, string option, int otherwise) => Array.IndexOf(arguments, option) is >= 0 and var at
        ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture)
        : otherwise;

    private static async Task PrintAsync(TextWriter output, int megabytes, int rounds, CheckpointTarget[] targets)
    {
        using var host = await FillAsync(megabytes).ConfigureAwait(false);
        output.WriteLine($"{megabytes:N0} MB of state, the shortest of {rounds} rounds, seconds; load {Load()}; checksum of the same bytes: {Hash(megabytes):F2} s");
        output.WriteLine($"{"storage",-32}{"save",8}{"produce",9}{"transfer",9}{"finish",8}{"log",8}{"other",8}{"restore",9}{"reading",9}");
        var best = new (double Save, string Line)[targets.Length + 1];
        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < best.Length; index++)
            {
                var (save, line) = await MeasureAsync(host, index == 0 ? null : targets[index - 1]).ConfigureAwait(false);
                if (round == 0 || save < best[index].Save)
                    best[index] = (save, line);
            }
        }

        foreach (var (_, line) in best)
            output.WriteLine(line);
        output.WriteLine();
    }

    private static async Task<OperatorHost<long, long, long>> FillAsync(int megabytes)
    {
        var host = await OperatorHost.OpenAsync(new BulkState(), new() { Backend = MemoryBackend.Default }).ConfigureAwait(false);
        var keys = (long)megabytes * Megabyte / BulkState.TextLength;
        var (batch, times) = (new long[BatchLength], new long[BatchLength]);
        for (var first = 0L; first < keys; first += BatchLength)
        {
            for (var i = 0; i < BatchLength; i++)
                batch[i] = first + i;
            host.ProcessBatch(batch, batch, times);
        }

        return host;
    }

    private static async Task<(double Save, string Line)> MeasureAsync(OperatorHost<long, long, long> host, CheckpointTarget? target)
    {
        using var inner = target is null ? new MemoryCheckpointStorage() : target.Open(out _);
        using var storage = new TimedStorage(inner);
        foreach (var path in await storage.ListAsync("").ConfigureAwait(false))
            await storage.DeleteAsync(path).ConfigureAwait(false);
        var store = await CheckpointStore.OpenAsync(storage, "bench").ConfigureAwait(false);
        storage.Reset();
        var save = await TimeAsync(() => host.SaveAsync(store, ManifestFields.Empty)).ConfigureAwait(false);
        var parts = string.Join(
            "", new[] { storage.Producing, storage.Transfer, storage.Finishing, storage.Commits, storage.Others }.Zip([9, 9, 8, 8, 8], Column));
        storage.Reset();
        var restore = await TimeAsync(async () =>
        {
            using var restored = await OperatorHost.RestoreAsync(new BulkState(), store, new() { Backend = MemoryBackend.Default }).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return (save, $"{Name(inner),-32}{save,8:F2}{parts}{restore,9:F2}{Column(storage.Reading, 9)}");
    }

    private static async Task<double> TimeAsync(Func<Task> body)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        await body().ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Column(TimeSpan time, int width) => time.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture).PadLeft(width);

    private static string Name(ICheckpointStorage storage) => storage switch
    {
        DirectoryCheckpointStorage => Path.GetFileName(storage.Location),
        _ => storage.Location[..Math.Min(storage.Location.Length, 31)],
    };

    private static double Hash(int megabytes)
    {
        var block = new byte[Megabyte];
        var start = Stopwatch.GetTimestamp();
        var checksum = default(Crc32C);
        for (var i = 0; i < megabytes; i++)
            checksum = checksum.Append(block);
        GC.KeepAlive(checksum);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
