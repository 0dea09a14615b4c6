using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Probes;

/// <summary>An amount of an account.</summary>
public sealed record Deposit(int Account, int Amount);

/// <summary>The rate of a currency, from now on; none if it is zero.</summary>
public sealed record Rate(string Currency, int Value);

/// <summary>Counts the deposits of each account, and emits at the end of input their number and sum with all rates.</summary>
[Operator("converted")]
internal sealed partial class Converted(Faults? faults = null) : KeyedBroadcastOperator<int, Deposit, Rate, string>
{
    [State]
    private partial BroadcastState<string, int> Rates { get; }

    [State]
    private partial int Count { get; set; }

    [State]
    private partial long Sum { get; set; }

    public static string Describe(int account, int count, long sum, IEnumerable<KeyValuePair<string, int>> rates) =>
        $"{account}: {count} {sum} {string.Join(' ', rates.OrderBy(rate => rate.Key, StringComparer.Ordinal).Select(rate => $"{rate.Key}={rate.Value}"))}";

    protected override void OnEvent(Deposit value, OperatorContext<string> context)
    {
        Count++;
        Sum += value.Amount;
        context.Timers.RegisterEventTime(DateTimeOffset.MaxValue);
        faults?.Pass("event");
    }

    protected override void OnBroadcast(Rate value, BroadcastContext<string> context)
    {
        if (value.Value == 0)
            Rates.Remove(value.Currency);
        else
            Rates[value.Currency] = value.Value;
        faults?.Pass("broadcast");
        if (value.Value < 0)
            throw new FormatException($"{value.Value} is not a rate.");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        context.Emit(Describe(Key, Count, Sum, Rates));
        ClearState();
    }
}
