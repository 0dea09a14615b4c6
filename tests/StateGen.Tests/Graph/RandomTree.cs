using System.Globalization;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Graph;

/// <summary>
/// A tree of random operators under one key, each of which processes the output of another one: chained to it, or behind an exchange that computes the same key.
/// A key is a sensor and a window of event time, so timers fire while the input goes on. Everything that an operator emits depends on the order of its input.
/// </summary>
internal sealed class RandomTree
{
    private readonly int _seed;
    private readonly MixingRules[] _rules;
    private readonly int[] _parents;

    /// <param name="seed">The seed.</param>
    /// <param name="isBurst">Whether there are many keys at about the same time, so that many timers are due together.</param>
    public RandomTree(int seed, bool isBurst = false)
    {
        _seed = seed;
        var random = new Random(seed);
        Skips = random.Next(2) == 0;
        _rules = [.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => MixingRules.Choose(random, Skips))];
        _parents = [.. _rules.Select((_, index) => random.Next(2) == 0 ? index - 1 : random.Next(Math.Max(1, index)))];
        Splits = [.. Enumerable.Range(0, random.Next(1, 4)).Select(split => isBurst ? Input(random, split, sensors: 40, step: 3) : Input(random, split, sensors: 4, step: 25))];
    }

    /// <summary>Whether the error policy skips the records for which the operators throw; otherwise, they do not throw.</summary>
    public bool Skips { get; }

    /// <summary>The input. All events of a sensor are in one split, so that they are in one order.</summary>
    public Reading[][] Splits { get; }

    /// <summary>Builds the pipeline.</summary>
    /// <param name="job">The job, which takes checkpoints.</param>
    /// <param name="isChained">Whether an operator is chained to its parent.</param>
    /// <param name="output">What receives everything that the operators emit.</param>
    /// <param name="faults">Passed before each record of an operator, or each read if operators are skipped.</param>
    /// <param name="onTimer">Called before each timer of an operator, by any thread.</param>
    public RunnablePipeline Build(TriggeredJob job, Func<int, bool> isChained, TreeOutput output, Faults? faults = null, Action? onTimer = null)
    {
        var source = Pipeline.From(job.Source(Skips ? faults : null, Splits)).WithEventTime(reading => reading.Time, TimeSpan.Zero);
        var nodes = new List<OperatorStream<string, Step>>();
        for (var index = 0; index < _rules.Length; index++)
        {
            var (rules, depth) = (_rules[index], DepthOf(index));
            KeyedOperator<string, Step, Step> Create() => new Mixing(rules, depth) { Faults = Skips ? null : faults, Firing = onTimer };
            var id = $"operator-{index}";
            nodes.Add(
                index == 0 ? source.Select(Step.Of).KeyBy(step => step.Key).Process(Create, id)
                : isChained(index) ? nodes[_parents[index]].KeepKey().Process(Create, id)
                : nodes[_parents[index]].KeyBy(step => step.Key).Process(Create, id));
        }

        var pipeline = Pipeline.Combine(
            [.. nodes.SelectMany((node, index) => new[] { node.To(output[$"{index}"], $"{index}"), node.SideOutput(Mixing.Side).To(output[$"{index}-side"], $"{index}-side") })]);
        return Skips ? pipeline.WithDeadLetters(output.DeadLetters) : pipeline;
    }

    public override string ToString() => $"seed {_seed}, {_rules.Length} operators after {string.Join(", ", _parents)}";

    private int DepthOf(int index) => index == 0 ? 0 : 1 + DepthOf(_parents[index]);

    private static Reading[] Input(Random random, int split, int sensors, int step)
    {
        var time = 0L;
        return [.. Enumerable.Range(0, random.Next(40, 160)).Select(_ => new Reading($"{split}-{random.Next(sensors)}", random.Next(100), time += random.Next(step)))];
    }
}

/// <summary>What the operators of a tree have emitted.</summary>
internal sealed class TreeOutput
{
    private readonly Dictionary<string, ListSink<Step>> _sinks = [];

    public ListSink<DeadLetter> DeadLetters { get; } = new();

    public ListSink<Step> this[string name]
    {
        get
        {
            _sinks.TryAdd(name, new());
            return _sinks[name];
        }
    }

    public void AssertEqual(TreeOutput expected)
    {
        Assert.Equal(expected.Describe(), Describe());
        Assert.Equal(Letters(expected), Letters(this));
    }

    private string[] Describe() => [.. _sinks.SelectMany(sink => sink.Value.Committed.Select(step => $"{sink.Key}: {step}")).Order(StringComparer.Ordinal)];

    private static string[] Letters(TreeOutput output) =>
        [.. output.DeadLetters.Committed.Select(letter => $"{letter.Stage}: {letter.Key} {letter.Event} {letter.Timer?.Timestamp:O}").Order(StringComparer.Ordinal)];
}

/// <summary>A value on its way through a tree.</summary>
internal sealed record Step(string Key, long Value)
{
    private const long Window = 100;

    public static Step Of(Reading reading) =>
        new($"{reading.Sensor}@{((reading.Milliseconds / Window * Window) + Window).ToString(CultureInfo.InvariantCulture)}", reading.Value);
}

/// <summary>The choices by which operators of a tree differ.</summary>
/// <param name="Emits">One more than the most values that are emitted for a record.</param>
/// <param name="TimerEvery">The number of records of a key for which one timer is registered.</param>
/// <param name="FailsAt">The number that divides the states in which a record or timer fails; 0 for none.</param>
/// <param name="Clears">Whether a timer clears the state.</param>
internal sealed record MixingRules(int Emits, int TimerEvery, int FailsAt, bool Clears)
{
    public static MixingRules Choose(Random random, bool fails) =>
        new(random.Next(2, 5), random.Next(1, 4), fails ? random.Next(5, 20) : 0, random.Next(2) == 0);
}

/// <summary>Mixes each value, and the time of each timer, into a hash, and emits values that depend on it.</summary>
/// <param name="rules">The choices.</param>
/// <param name="depth">The number of operators before this one. Timers of each level fire after everything that the level before can emit for the key.</param>
internal sealed class Mixing(MixingRules rules, int depth) : TotalOperator<Step, Step>("mixing")
{
    private const long Level = 60;

    public static readonly OutputTag<Step> Side = new("side");

    public Faults? Faults { get; init; }

    public Action? Firing { get; init; }

    protected override void OnEvent(Step value, OperatorContext<Step> context)
    {
        Faults?.Pass("operator");
        Assert.Equal(value.Key, Key);
        Mix(value.Value, context);
        if (Count % rules.TimerEvery == 0)
            context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Key.Split('@')[1]) + (depth * Level) + (Sum % 3 * (Level / 3))));
        FailIfChosen();
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Step> context)
    {
        Firing?.Invoke();
        Mix(-1, context);
        FailIfChosen();
        if (rules.Clears)
            ClearState();
    }

    private void Mix(long value, OperatorContext<Step> context)
    {
        Count++;
        Sum = ((Sum * 1_000_003) ^ (value * 31) ^ context.Timestamp.ToUnixTimeMilliseconds()) & 0xFFFF_FFFF;
        for (var emitted = Sum % rules.Emits; emitted > 0; emitted--)
            context.Emit(new(Key, Sum + emitted));
        if (Sum % 5 == 0)
            context.Emit(Side, new(Key, Sum));
    }

    private void FailIfChosen()
    {
        if (rules.FailsAt > 0 && Sum % rules.FailsAt == 0)
            throw new InvalidDataException("The state is one of those that fail.");
    }
}
