using System.Globalization;
using System.Text;
using StateGen.Checkpoints;

namespace StateGen.Storms;

/// <summary>
/// A loop of its owner around operator hosts, without a pipeline. It reads the two files in turn, as a consumer polls the partitions of a topic, and appends what
/// the hosts emit to one file. Its checkpoints have the offset of each partition, the last event time of each, and the length of the output, which is cut to that
/// length at the start: so the output is exactly-once.
/// </summary>
internal sealed class ConsumerLoop(string root, int parallelism, int step) : IDisposable
{
    private const int PollsBetweenCheckpoints = 4;

    private static readonly string[] Partitions = ["left", "right"];

    private readonly string[][] _lines = [.. Partitions.Select(name => File.ReadAllLines(Path.Combine(root, $"{name}.csv")))];
    private readonly DirectoryCheckpointStorage _storage = DirectoryCheckpointStorage.Open(Path.Combine(root, "state", "checkpoints"));
    private readonly int[] _offsets = new int[Partitions.Length];
    private readonly long[] _times = new long[Partitions.Length];
    private OperatorHost<string, Payment, WindowSum>[] _hosts = [];

    private string OutputFile => Path.Combine(root, "sums", "part-loop");

    private string FinishedFile => Path.Combine(root, "finished");

    /// <summary>Runs the loop to the end of its input.</summary>
    /// <returns>What to report at the end.</returns>
    public async Task<string> RunAsync(OperatorHostOptions options)
    {
        if (File.Exists(FinishedFile))
            return "was finished before";
        var checkpoints = await CheckpointStore.OpenAsync(_storage, "loop");
        _hosts = new OperatorHost<string, Payment, WindowSum>[parallelism];
        for (var subtask = 0; subtask < parallelism; subtask++)
        {
            var shared = options with { Parallelism = parallelism, Subtask = subtask };
            _hosts[subtask] = await OperatorHost.RestoreAsync(new WindowSums(), checkpoints, shared);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(OutputFile)!);
        await using var output = new FileStream(OutputFile, FileMode.OpenOrCreate, FileAccess.Write);
        Resume(_hosts[0].RestoredFields, output);
        var from = checkpoints.CheckpointIds.LastOrDefault();
        for (var poll = 1; Poll(output); poll++)
        {
            await Console.Error.WriteLineAsync($"{_offsets.Sum()} records, {checkpoints.CheckpointIds.Count} checkpoints");
            if (poll % PollsBetweenCheckpoints == 0)
                await SaveAsync(checkpoints, output);
        }

        await Console.Error.WriteLineAsync("a split has ended");
        foreach (var host in _hosts)
            host.CompleteInput();
        Write(output);
        await SaveAsync(checkpoints, output);
        await File.WriteAllTextAsync(FinishedFile, "");
        return $"finished, started from checkpoint {from}";
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
            host?.Dispose();
        _storage.Dispose();
    }

    private void Resume(ManifestFields restored, FileStream output)
    {
        for (var partition = 0; partition < Partitions.Length && restored.Find("output") is not null; partition++)
        {
            _offsets[partition] = (int)restored.GetInt64($"offset/{Partitions[partition]}");
            _times[partition] = restored.GetInt64($"time/{Partitions[partition]}");
        }

        output.SetLength(restored.Find("output") is null ? 0 : restored.GetInt64("output"));
        output.Seek(0, SeekOrigin.End);
    }

    /// <summary>Reads some lines of each partition, lets the hosts process them, and writes what these emit.</summary>
    /// <returns>true if there was anything to read.</returns>
    private bool Poll(FileStream output)
    {
        var payments = new List<Payment>();
        for (var partition = 0; partition < Partitions.Length; partition++)
        {
            foreach (var line in _lines[partition].AsSpan(_offsets[partition], Math.Min(step, _lines[partition].Length - _offsets[partition])))
            {
                var payment = Payment.Parse(line);
                if (payment.Amount != 0)
                    payments.Add(payment);
                _times[partition] = payment.Milliseconds;
                _offsets[partition]++;
            }
        }

        foreach (var host in _hosts)
        {
            var owned = payments.Where(payment => host.Owns(payment.Account)).ToArray();
            host.ProcessBatch(
                [.. owned.Select(static payment => payment.Account)], owned, [.. owned.Select(static payment => payment.Milliseconds)]);
            host.AdvanceWatermark(DateTimeOffset.FromUnixTimeMilliseconds(_times.Min() - 1));
        }

        Write(output);
        return Partitions.Index().Any(partition => _offsets[partition.Index] < _lines[partition.Index].Length);
    }

    private void Write(FileStream output)
    {
        foreach (var sum in _hosts.SelectMany(static host => host.TakeOutput()))
            output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sum.Account},{sum.End},{sum.Count},{sum.Sum}\n")));
    }

    private Task<long> SaveAsync(CheckpointStore checkpoints, FileStream output)
    {
        output.Flush(flushToDisk: true);
        var fields = ManifestFields.Empty.With("output", output.Length);
        foreach (var (partition, name) in Partitions.Index())
            fields = fields.With($"offset/{name}", _offsets[partition]).With($"time/{name}", _times[partition]);
        return OperatorHost.SaveAsync(checkpoints, fields, _hosts);
    }
}
