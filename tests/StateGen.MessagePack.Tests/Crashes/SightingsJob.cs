using System.Globalization;
using NodaTime;
using NodaTime.Text;
using StateGen.RocksDb;
using StateGen.TestKit.Pipelines;

namespace StateGen.MessagePack.Tests.Crashes;

/// <summary>A bird that was seen.</summary>
public sealed record Sighting(int Bird, Instant At);

/// <summary>A sighting, and the time since the one before.</summary>
public sealed record Gap(Instant Until, long Nanoseconds);

/// <summary>Keeps instants wherever state can hold a value.</summary>
[Operator("birds")]
public sealed partial class Birds : KeyedOperator<int, Sighting, string>
{
    [State] private partial Instant First { get; set; }

    [State] private partial Instant? Last { get; set; }

    [State] private partial Gap? Longest { get; set; }

    [State] private partial ListState<Instant> All { get; }

    [State] private partial MapState<int, Instant> LatestOfHour { get; }

    protected override void OnEvent(Sighting sighting, OperatorContext<string> context)
    {
        if (Last is not { } last)
            First = last = sighting.At;
        var gap = new Gap(sighting.At, (sighting.At - last).ToInt64Nanoseconds());
        if (Longest is null || gap.Nanoseconds > Longest.Nanoseconds)
            Longest = gap;
        Last = sighting.At;
        All.Add(sighting.At);
        LatestOfHour[sighting.At.InUtc().Hour] = sighting.At;
        context.Emit(Row());
    }

    private string Row()
    {
        var hours = LatestOfHour.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={Text(entry.Value)}");
        var nanoseconds = All.Sum(instant => (instant - First).ToInt64Nanoseconds() % 1_000_003);
        return string.Create(CultureInfo.InvariantCulture, $"{Key},{Text(First)},{Text(Last!.Value)},{Text(Longest!.Until)},{nanoseconds},{string.Join(' ', hours)}");
    }

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}

/// <summary>The job that the crash tests start as a process: <c>job DIRECTORY BACKEND</c>.</summary>
internal static class SightingsJob
{
    public const string Command = "job";
    private const int ReadSize = 8;
    private const int Seed = 20;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    /// <summary>The events, the same in every process.</summary>
    public static IReadOnlyList<Sighting> Sightings { get; } = Draw(new Random(Seed));

    public static string Output(string directory) => Path.Combine(directory, "output");

    public static string Checkpoints(string directory) => Path.Combine(directory, "checkpoints");

    public static async Task<int> RunAsync(string directory, string backend)
    {
        // Slow enough to be killed on the way.
        var source = new ListSource<Sighting>(Sightings) { ReadSize = ReadSize, BeforeRead = static (_, _, cancellation) => new(Task.Delay(Pace, TimeProvider.System, cancellation)) };
        var result = await Pipeline.From(source)
            .KeyBy(sighting => sighting.Bird)
            .Process(() => new Birds())
            .To(FileSink.Lines<string>(Output(directory), row => row))
            .RunAsync(new PipelineOptions
            {
                JobId = "birds",
                Backend = backend == "rocksdb" ? RocksDbBackend.At(Path.Combine(directory, "state")) : MemoryBackend.Default,
                CheckpointTo = Checkpoints(directory),
                CheckpointInterval = TimeSpan.FromMilliseconds(30),
                Parallelism = 2,
            });
        await Console.Out.WriteLineAsync(result.ToString());
        return 0;
    }

    private static Sighting[] Draw(Random random)
    {
        var at = Instant.FromUtc(2026, 11, 29, 6, 0);
        var sightings = new Sighting[1_600];
        for (var i = 0; i < sightings.Length; i++)
            sightings[i] = new(random.Next(40), at = at.PlusNanoseconds(random.NextInt64(60_000_000_000)));
        return sightings;
    }
}
