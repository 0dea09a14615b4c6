namespace StateGen.Testing.Tests;

public sealed record Entry(string Key, int Amount);

public sealed record Sum(string Key, int Total);

/// <summary>Sums the amounts of each key, and forgets a sum after an hour.</summary>
[Operator("sums")]
public sealed partial class Sums : KeyedOperator<string, Entry, Sum>
{
    [State, Ttl(Hours = 1)] private partial int Total { get; set; }

    internal static RunnablePipeline Of(ISource<Entry> entries, ISink<Sum> sums, Func<string, bool>? only = null) => Of(Pipeline.From(entries), sums, only);

    internal static RunnablePipeline Of(EventStream<Entry> entries, ISink<Sum> sums, Func<string, bool>? only = null) =>
        entries.Where(entry => only?.Invoke(entry.Key) ?? true).KeyBy(entry => entry.Key).Process(() => new Sums()).To(sums);

    protected override void OnEvent(Entry value, OperatorContext<Sum> context)
    {
        Total = checked(Total + value.Amount);
        context.Emit(new(Key, Total));
    }
}

/// <summary>Counts in a field, which is lost at a restart.</summary>
[Operator("forgetful")]
public sealed partial class Forgetful : KeyedOperator<int, int, int>
{
#pragma warning disable SG2001 // This is the mistake that a test has to find.
    private int _count;
#pragma warning restore SG2001

    protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(++_count);
}
