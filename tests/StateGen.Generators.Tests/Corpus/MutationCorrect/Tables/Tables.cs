namespace Corpus.MutationCorrect.Tables;

public sealed record Dish(int Seat, string Name, decimal Price, string Action);

[Operator("mutationcorrect.tables")]
internal sealed partial class Tables : KeyedOperator<int, Dish, decimal>
{
    [State(Copy = true)] private partial Bill? Open { get; set; }

    [State(Copy = true)] private partial Bill? Paid { get; set; }

    [State(Copy = true)] private partial List<string>? Kitchen { get; set; }

    protected override void OnEvent(Dish value, OperatorContext<decimal> context)
    {
        switch (value.Action)
        {
            case "order":
                Order(value);
                break;
            case "move":
                MoveSeat(value);
                break;
            case "serve" when Kitchen is [var first, ..] kitchen && first == value.Name:
                kitchen.RemoveAt(0);
                Kitchen = kitchen;
                break;
            case "pay" when Open is not null:
                var bill = Settle(Open);
                context.Emit(bill.Total);
                break;
        }
    }
}
