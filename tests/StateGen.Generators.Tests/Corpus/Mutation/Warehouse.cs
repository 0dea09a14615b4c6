namespace Corpus.Mutation.Warehouse;

public sealed record Movement(string Article, int Quantity, bool Inbound, bool Cold);

public sealed class Shelf
{
    public Dictionary<string, int> Stock { get; set; } = [];

    public int Free { get; set; } = 100;
}

[Operator("mutation.warehouse")]
internal sealed partial class Warehouse : KeyedOperator<int, Movement, int>
{
    [State(Copy = true)] private partial List<string>? Inbound { get; set; }

    [State(Copy = true)] private partial List<string>? Outbound { get; set; }

    [State(Copy = true)] private partial Shelf? Cold { get; set; }

    [State(Copy = true)] private partial Shelf? Dry { get; set; }

    [State(Copy = true), Ttl(Days = 30)] private partial MapState<string, Shelf> Reserve { get; }

    protected override void OnEvent(Movement value, OperatorContext<int> context)
    {
        var log = value.Inbound ? Inbound ?? [] : Outbound ?? [];
        log.Add(value.Article); // expect: SG2007

        (value.Cold ? Cold : Dry)?.Stock.Remove(value.Article); // expect: SG2007

        var shelf = value switch
        {
            { Cold: true } => Cold,
            { Inbound: true } => Dry,
            _ => Reserve.GetValueOrDefault(value.Article),
        };
        if (shelf is null)
            return;
        shelf.Stock[value.Article] = shelf.Stock.GetValueOrDefault(value.Article) + value.Quantity;
        shelf.Free -= value.Quantity; // expect: SG2007
        context.Emit(shelf.Free);

        Pick(value.Cold).Free = 0; // expect: SG2007

        Shelf target;
        if (value.Cold)
            target = Cold ??= new Shelf();
        else
            target = new Shelf();
        target.Free++; // expect: SG2007
    }

    private Shelf Pick(bool cold) => cold ? Cold ?? new Shelf() : Dry ?? new Shelf();
}
