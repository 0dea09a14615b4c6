namespace Corpus.Values.ShelfStock;

public sealed record Movement(string Sku, string Shelf, int Quantity, string Clerk);

public sealed record Shortage(string Sku, int Left);

[Operator("values.shelfstock")]
public sealed partial class ShelfStock : KeyedOperator<string, Movement, Shortage>
{
    private static MapState<string, int>? s_lastWarehouse;

    private readonly List<MapState<string, int>> _warehouses = [];
    private readonly Dictionary<string, ListState<string>> _clerksBySku = [];
    private ListState<string>? _clerks;
    private IEnumerable<int>? _levels;
    private object? _debug;

    private MapState<string, int>? Recent { get; set; }

    [State, Ttl(Days = 30)] private partial MapState<string, int> Shelves { get; }

    [State, Ttl(Days = 2)] private partial ListState<string> Clerks { get; }

    protected override void OnEvent(Movement movement, OperatorContext<Shortage> context)
    {
        Shelves[movement.Shelf] = Shelves.GetValueOrDefault(movement.Shelf) + movement.Quantity;
        Clerks.Add(movement.Clerk);

        _clerks = Clerks; // expect: SG2008
        _clerksBySku[movement.Sku] = Clerks; // expect: SG2008
        s_lastWarehouse = Shelves; // expect: SG2008
        _warehouses.Add(Shelves); // expect: SG2008
        Recent ??= Shelves; // expect: SG2008
        _levels = Shelves.Values; // expect: SG2008
        _debug = (object)Shelves; // expect: SG2008

        var left = Shelves.Values.Sum();
        if (left < 5)
            context.Emit(new Shortage(Key, left));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Shortage> context)
    {
        if (_clerks is null || s_lastWarehouse is null || Recent is null || _levels is null || _debug is null)
            return;
        context.Emit(new Shortage(Key, _warehouses.Count + _clerksBySku.Count));
    }
}
