namespace StateGen.Testing.Tests;

/// <summary>A visit of a page, by the visitor who is the key.</summary>
public sealed record Visit(string Page, int Seconds = 1);

/// <summary>Counts visits, with one state of each kind, a time to live, timers and a side output.</summary>
[Operator("visits")]
public sealed partial class Visits : KeyedOperator<string, Visit, string>
{
    public static readonly OutputTag<Visit> Late = new("late");

    [State] private partial int Count { get; set; }
    [State(Name = "seconds-by-page")] private partial MapState<string, int> SecondsByPage { get; }
    [State] private partial ListState<Visit> History { get; }
    [State, Ttl(Minutes = 30)] private partial string? LastPage { get; set; }

    protected override void OnEvent(Visit value, OperatorContext<string> context)
    {
        if (context.IsLate)
            context.Emit(Late, value);
        Count++;
        SecondsByPage[value.Page] = SecondsByPage.GetValueOrDefault(value.Page) + value.Seconds;
        History.Add(value);
        LastPage = value.Page;
        if (context.Timestamp > DateTimeOffset.UnixEpoch)
            context.Timers.RegisterEventTime(context.Timestamp + TimeSpan.FromMinutes(1));
        context.Emit($"{Key}: {Count}");
        if (value.Seconds < 0)
            throw new InvalidOperationException("a visit cannot end before it begins");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        if (Count > 100)
            throw new InvalidOperationException("too many");
        context.Emit($"{Key} left after {Count}");
        ClearState();
    }
}

/// <summary>A later version of the same operator.</summary>
#pragma warning disable SG1016 // The two versions never run in one job.
[Operator("visits")]
#pragma warning restore SG1016
public sealed partial class LaterVisits : KeyedOperator<string, Visit, string>
{
    [State, FormerName("Count")] private partial long Total { get; set; }
    [State(Name = "seconds-by-page")] private partial MapState<string, int> SecondsByPage { get; }
    [State] private partial ListState<Visit> History { get; }
    [State, Ttl(Minutes = 30)] private partial string? LastPage { get; set; }

    protected override void OnEvent(Visit value, OperatorContext<string> context) => context.Emit($"{Key}: {++Total}");
}

/// <summary>Matches orders and payments.</summary>
[Operator("paid")]
public sealed partial class Paid : KeyedCoOperator<int, string, decimal, string>
{
    [State] private partial string? Order { get; set; }
    [State] private partial decimal Amount { get; set; }

    protected override void OnFirst(string value, OperatorContext<string> context) => Order = value;

    protected override void OnSecond(decimal value, OperatorContext<string> context)
    {
        Amount += value;
        context.Emit($"{Order ?? "nothing"} at {context.Timestamp:HH:mm}: {Amount}");
    }
}

/// <summary>Converts amounts with rates that are broadcast.</summary>
[Operator("converted")]
public sealed partial class Converted : KeyedBroadcastOperator<string, decimal, KeyValuePair<string, decimal>, decimal>
{
    [State] private partial BroadcastState<string, decimal> Rates { get; }
    [State] private partial decimal Total { get; set; }

    protected override void OnBroadcast(KeyValuePair<string, decimal> value, BroadcastContext<decimal> context) =>
        Rates[value.Key] = value.Value > 0 ? value.Value : throw new ArgumentOutOfRangeException(nameof(value));

    protected override void OnEvent(decimal value, OperatorContext<decimal> context) => context.Emit(Total += value * Rates.GetValueOrDefault(Key));
}

/// <summary>Has no state.</summary>
[Operator("stateless")]
public sealed partial class Stateless : KeyedOperator<int, int, int>
{
    protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Key + value);
}

/// <summary>Lets a test change its state between records.</summary>
[Operator("editor")]
public sealed partial class Editor : KeyedOperator<int, string, string>
{
    [State] private partial string? Text { get; set; }
    [State] private partial ListState<string> Texts { get; }

    internal Action? Meanwhile { get; set; }

    internal int Edit(string text)
    {
        Text = text;
        Texts.Add(text);
        return Texts.Count();
    }

    protected override void OnEvent(string value, OperatorContext<string> context)
    {
        Edit(value);
        Meanwhile?.Invoke();
    }
}

/// <summary>Emits a reminder ten minutes after an event, in processing time, and another one after each reminder, as many as the text has letters.</summary>
[Operator("reminders")]
public sealed partial class Reminders : KeyedOperator<string, string, string>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    [State] private partial int Left { get; set; }

    protected override void OnEvent(string value, OperatorContext<string> context)
    {
        Left = value.Length;
        context.Timers.RegisterProcessingTime(context.ProcessingTime + Pause);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        if (Left == 0)
            throw new InvalidOperationException("nothing is left");
        context.Emit($"{Key} at {context.ProcessingTime:HH:mm}");
        if (--Left > 0)
            context.Timers.RegisterProcessingTime(context.ProcessingTime + Pause);
    }
}

/// <summary>Keeps values of any type.</summary>
[Operator("latest")]
public sealed partial class Latest<T> : KeyedOperator<int, T, T>
    where T : struct
{
    [State] private partial T Value { get; set; }
    [State] private partial ListState<T> Values { get; }

    protected override void OnEvent(T value, OperatorContext<T> context)
    {
        Value = value;
        Values.Add(value);
    }
}

/// <summary>Buffers events as operator state, and emits them when there are three.</summary>
[Operator("buffer")]
public sealed partial class Buffer : KeyedOperator<int, string, string>
{
    [OperatorState(Name = "waiting")] private partial OperatorListState<string> Buffered { get; }
    [State] private partial ListState<string> Seen { get; }

    protected override void OnEvent(string value, OperatorContext<string> context)
    {
        Buffered.Add(value);
        Seen.Add(value);
        if (Buffered.Count < 3)
            return;
        context.Emit(string.Concat(Buffered));
        Buffered.Clear();
    }
}

/// <summary>Has times to live with every option.</summary>
[Operator("fading")]
public sealed partial class Fading : KeyedOperator<int, string, string>
{
    [State, Ttl(Minutes = 10, Refresh = TtlRefresh.OnReadAndWrite)] private partial string? Refreshed { get; set; }
    [State, Ttl(Minutes = 10, Refresh = TtlRefresh.OnReadAndWrite)] private partial MapState<string, int> Refreshing { get; }
    [State, Ttl(Minutes = 10, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved)] private partial string? Ghost { get; set; }
    [State, Ttl(Minutes = 10, Clock = TtlClock.EventTime)] private partial string? InEventTime { get; set; }

    protected override void OnEvent(string value, OperatorContext<string> context)
    {
        Refreshed = Ghost = InEventTime = value;
        Refreshing[value] = 1;
    }
}

/// <summary>Keeps the greatest value, the average, and the number of each value in order.</summary>
[Operator("statistics")]
public sealed partial class Statistics : KeyedOperator<int, int, string>
{
    [State] private partial ReducingState<int, Greatest> Maximum { get; }
    [State] private partial SortedMapState<int, int> CountByValue { get; }
    [State(Name = "average")] private partial AggregatingState<int, (int Sum, int Count), double, Average> Mean { get; }

    protected override void OnEvent(int value, OperatorContext<string> context)
    {
        CountByValue[value] = CountByValue.GetValueOrDefault(value) + 1;
        Maximum.Add(value);
        Mean.Add(value);
    }

    internal readonly struct Greatest : IReducer<int>
    {
        public static int Reduce(int accumulator, int value) => Math.Max(accumulator, value);
    }

    internal readonly struct Average : IAggregator<int, (int Sum, int Count), double>
    {
        public static (int Sum, int Count) CreateAccumulator() => (0, 0);

        public static (int Sum, int Count) Add((int Sum, int Count) accumulator, int value) => (accumulator.Sum + value, accumulator.Count + 1);

        public static double GetResult((int Sum, int Count) accumulator) => (double)accumulator.Sum / accumulator.Count;
    }
}

/// <summary>Counts characters in windows of an hour and in sessions that end after ten minutes.</summary>
[Operator("typing")]
public sealed partial class Typing : KeyedOperator<string, string, string>
{
    [State] private partial WindowState<string, int, int, Characters> ByHour { get; }

    [State(Name = "sessions")] private partial SessionWindowState<string, int, int, Characters> Sessions { get; }

    protected override void OnEvent(string value, OperatorContext<string> context)
    {
        ByHour.TryAdd(TimeWindow.Tumbling(context.Timestamp, TimeSpan.FromHours(1)), value, context);
        Sessions.TryAdd(TimeWindow.Session(context.Timestamp, TimeSpan.FromMinutes(10)), value, context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        foreach (var (_, count) in ByHour.TakeEnded(timer, context))
            context.Emit($"{Key}: {count} in the hour");
        foreach (var (_, count) in Sessions.TakeEnded(timer, context))
            context.Emit($"{Key}: {count} in the session");
    }

    internal readonly struct Characters : IMergingAggregator<string, int, int>
    {
        public static int CreateAccumulator() => 0;

        public static int Add(int accumulator, string value) => accumulator + value.Length;

        public static int GetResult(int accumulator) => accumulator;

        public static int Merge(int earlier, int later) => earlier + later;
    }
}
