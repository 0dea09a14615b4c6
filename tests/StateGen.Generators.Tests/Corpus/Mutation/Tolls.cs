namespace Corpus.Mutation.Tolls;

public sealed record Passage(string Gate, decimal Fee);

[Operator("mutation.tolls")]
internal sealed partial class Tolls : KeyedOperator<string, Passage, decimal>
{
    [State(Copy = true)] private partial List<decimal>? Fees { get; set; }

    [State(Copy = true), Ttl(Days = 31)] private partial MapState<string, HashSet<DateOnly>> Days { get; }

    protected override void OnEvent(Passage value, OperatorContext<decimal> context)
    {
        var fees = Fees ?? [];
        fees.Add(value.Fee); // expect: SG2007
        if (fees.Sum() is var sum && sum < 50)
            return;
        fees.Clear();
        Fees = fees;
        context.Emit(sum);

        if (Days.GetValueOrDefault(value.Gate)?.Add(DateOnly.FromDateTime(context.Timestamp.UtcDateTime)) ?? false) // expect: SG2007
            context.Emit(0);
    }
}
