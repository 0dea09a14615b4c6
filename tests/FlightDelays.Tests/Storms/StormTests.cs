using FlightDelays.Tests.Processes;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests.Storms;

/// <summary>
/// A job with two sources, a union, functions, two operators, a broadcast, a side output and two sinks is killed while it starts, reads, takes a checkpoint,
/// commits or ends.
/// Each run has another parallelism.
/// </summary>
public abstract class StormTests(string backend, int kills = 10) : CrashTests(backend, kills)
{
    private const int Lines = 30_000;
    private const int Window = 2_000;
    private const int RateValidity = 100;
    private const int LongestPause = 10;

    private static readonly string[] Inputs = ["left", "right"];

    private static readonly Lazy<(string[] Sums, string[] Alerts)> Expected = new(Compute);

    private protected sealed override void Prepare(Workspace workspace)
    {
        foreach (var input in Inputs)
            File.WriteAllLines(workspace[$"{input}.csv"], Generate(input).Select(payment => $"{payment.Account},{payment.Amount},{payment.Milliseconds}"));
        var rates = Enumerable.Range(0, (Lines * LongestPause / RateValidity) + 1).Select(index => index * RateValidity);
        File.WriteAllLines(workspace["rates.csv"], rates.Select(time => $"{time},{RateAt(time)}"));
    }

    // The rest of the input is read without pauses before a kill at the end, so such a kill is the last one of its job.
    private protected sealed override ChildProcess Start(Workspace workspace, CrashMoment? moment, Random random)
    {
        var step = moment is null || moment.Description.StartsWith("end", StringComparison.Ordinal) ? 1_000_000 : 10;
        return Sample.StartProgram("StateGen.Storms.dll", [workspace.Root, Backend, $"{random.Next(1, 4)}", $"{step}", .. Mode]);
    }

    /// <summary>Further arguments of the program.</summary>
    private protected virtual string[] Mode => [];

    private protected override CrashMoment Draw(int kill, Random random)
    {
        var (records, changes) = (random.Next(1, 2_000), random.Next(1, 20));
        return (kill % 5) switch
        {
            1 => new($"start, after {changes} changes", Line: null, changes),
            2 => new($"read, after {records} records", line => Sample.RecordsIn(line) >= records, Changes: 0),
            3 => new($"checkpoint, after {changes} changes to the state", line => Sample.CheckpointsIn(line) >= 1, changes, Place: "state"),
            4 => new(
                $"commit, after {1 + (changes % 3)} changes to visible output", line => Sample.CheckpointsIn(line) >= 1, 1 + (changes % 3), "part-*",
                random.Next(2) == 0 ? "sums" : "alerts"),
            _ => new($"end, after {changes} changes since the end of a split", static line => line == "a split has ended", changes),
        };
    }

    private protected override Task AssertExactAsync(Workspace workspace)
    {
        AssertExactSums(workspace);
        Assert.Equal(Expected.Value.Alerts, RowsIn(workspace["alerts"]));
        return Task.CompletedTask;
    }

    private protected static void AssertExactSums(Workspace workspace) => Assert.Equal(Expected.Value.Sums, RowsIn(workspace["sums"]));

    private static string[] RowsIn(string directory)
    {
        Assert.DoesNotContain(Directory.GetFiles(directory), file => Path.GetFileName(file).StartsWith(".part", StringComparison.Ordinal));
        return [.. Directory.GetFiles(directory, "part-*").SelectMany(File.ReadLines).Order(StringComparer.Ordinal)];
    }

    private static long RateAt(long time) => time / RateValidity * 7919 % 1000;

    private static (string[] Sums, string[] Alerts) Compute()
    {
        var payments = Inputs.SelectMany(Generate).Where(payment => payment.Amount != 0).ToArray();
        var sums = payments.GroupBy(payment => (payment.Account, End: (payment.Milliseconds / Window * Window) + Window))
            .Select(window => $"{window.Key.Account},{window.Key.End},{window.Count()},{window.Sum(payment => payment.Amount)}");
        var alerts = payments.Where(payment => payment.Amount > 900).GroupBy(payment => payment.Account).SelectMany(account => account
            .OrderBy(payment => payment.Milliseconds).Select((payment, index) => $"{account.Key},{index + 1},{RateAt(payment.Milliseconds)}"));
        return ([.. sums.Order(StringComparer.Ordinal)], [.. alerts.Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<(string Account, int Amount, int Milliseconds)> Generate(string input)
    {
        var random = new Random(input.Length);
        var time = 0;
        for (var line = 0; line < Lines; line++)
            yield return ($"account-{random.Next(50)}", random.Next(1_000), time += random.Next(LongestPause));
    }
}

public sealed class MemoryStormTests() : StormTests("memory");

public sealed class RocksDbStormTests() : StormTests("rocksdb");
