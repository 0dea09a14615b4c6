using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;
using static StateGen.Conformance.Tests.Probes.WindowProbe;

namespace StateGen.Conformance.Tests.Windows;

/// <summary>Random records, failures, watermarks and restores against lists of windows that are searched from the first to the last.</summary>
public abstract class WindowModelTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private static readonly string[] Keys = ["", "1", "11", "\0"];

    [Theory]
    [InlineData(1, 20, 500)]
    [InlineData(2, 60, 500)]
    [InlineData(3, 200, 500)]
    [InlineData(4, 5, 300)]
    public async Task Windows_and_sessions_end_with_what_the_records_that_succeeded_have_added(int seed, int spread, int records)
    {
        var random = new Random(seed);
        var models = Keys.ToDictionary(key => key, key => new WindowModel(key));
        var host = await OpenAsync(new WindowProbe());
        var watermark = 0L;
        host.AdvanceTo(watermark);
        for (var record = 0; record < records; record++)
        {
            var key = Keys[random.Next(Keys.Length)];
            var changed = models[key].Copy();
            var fails = random.Next(5) == 0;
            void Run() => host.Run(key, probe =>
            {
                for (var step = random.Next(4); step >= 0; step--)
                    Step(probe, changed, random, watermark + random.Next(-spread, spread), watermark);
                if (fails)
                    throw new InvalidOperationException("undo this");
            });
            if (fails)
                Assert.Equal("undo this", Assert.Throws<OperatorException>(Run).InnerException!.Message);
            else
                Run();
            models[key] = fails ? models[key] : changed;
            if (random.Next(4) == 0)
                Advance(host, models.Values, watermark += random.Next(spread));
            if (random.Next(60) == 0)
            {
                var snapshot = await host.SnapshotAsync(Cancellation);
                host.Run(key, probe => probe.Clear());
                host = await OpenAsync(new WindowProbe(), Options(snapshot));
                host.AdvanceTo(watermark);
            }
        }

        host.CompleteInput();
        AssertTaken(host, models.Values, long.MaxValue);
        Assert.Equal((0, 0), (host.TimerCount, host.CountEntries()));
    }

    private static void Step(WindowProbe probe, WindowModel model, Random random, long time, long watermark)
    {
        var text = $"{random.Next(10)}";
        var length = random.Next(1, 30);
        switch (random.Next(8))
        {
            case 0:
                Assert.Equal(model.Texts.Order(), probe.Texts.Select(entry => new Taken(entry.Key, entry.Value)));
                break;
            case 1:
                Assert.Equal(model.Sessions.Order(), probe.Sessions.Select(entry => new Taken(entry.Key, entry.Value)));
                break;
            case 2:
                Assert.Equal(model.Texts.RemoveAll(taken => taken.Window == Window(time, time + length)) > 0, probe.Texts.Remove(Window(time, time + length)));
                break;
            case 3 or 4:
                var tumbling = TimeWindow.Tumbling(At(time), TimeSpan.FromMilliseconds(20));
                Assert.Equal(model.AddText(tumbling, text, watermark), probe.Texts.TryAdd(tumbling, text, probe.Context));
                break;
            default:
                var window = Window(time, time + length);
                Assert.Equal(model.AddSession(window, text, watermark, out var expected), probe.Sessions.TryAdd(window, text, probe.Context, out var session));
                Assert.Equal(expected, session);
                break;
        }
    }

    private static void Advance(OperatorHost<string, Action<WindowProbe>, string> host, IEnumerable<WindowModel> models, long watermark)
    {
        host.AdvanceTo(watermark);
        AssertTaken(host, models, watermark);
    }

    private static void AssertTaken(OperatorHost<string, Action<WindowProbe>, string> host, IEnumerable<WindowModel> models, long watermark) => Assert.Equal(
        models.SelectMany(model => model.Take(watermark)).Order(StringComparer.Ordinal), host.TakeOutput().Order(StringComparer.Ordinal));
}

/// <summary>A window with its text.</summary>
internal sealed record Taken(TimeWindow Window, string Text) : IComparable<Taken>
{
    public int CompareTo(Taken? other) => Window.CompareTo(other!.Window);
}

/// <summary>The windows and sessions that one key must have.</summary>
internal sealed class WindowModel(string key)
{
    public List<Taken> Texts { get; private init; } = [];

    public List<Taken> Sessions { get; private init; } = [];

    public WindowModel Copy() => new(key) { Texts = [.. Texts], Sessions = [.. Sessions] };

    public bool AddText(TimeWindow window, string text, long watermark)
    {
        if (window.HasEnded(At(watermark)))
            return false;
        var index = Texts.FindIndex(taken => taken.Window == window);
        if (index < 0)
            Texts.Add(new(window, text));
        else
            Texts[index] = new(window, Texts[index].Text + text);
        return true;
    }

    public bool AddSession(TimeWindow window, string text, long watermark, out TimeWindow session)
    {
        var overlapped = Sessions.Where(taken => taken.Window.Overlaps(window)).Order().ToList();
        session = overlapped.Aggregate(window, (all, taken) => all.Union(taken.Window));
        if (session.HasEnded(At(watermark)))
            return false;
        Sessions.RemoveAll(overlapped.Contains);
        Sessions.Add(new(session, (overlapped.Count == 0 ? "" : overlapped.Select(taken => taken.Text).Aggregate(Letters.Merge)) + text));
        return true;
    }

    public IEnumerable<string> Take(long watermark) => [.. Take(Texts, "", watermark), .. Take(Sessions, "session ", watermark)];

    private IEnumerable<string> Take(List<Taken> windows, string kind, long watermark)
    {
        var ended = windows.Where(taken => taken.Window.End.ToUnixTimeMilliseconds() - 1 <= watermark).ToList();
        windows.RemoveAll(ended.Contains);
        return ended.Select(taken => $"{key} {kind}{TextOf(taken.Window)} {taken.Text}");
    }
}
