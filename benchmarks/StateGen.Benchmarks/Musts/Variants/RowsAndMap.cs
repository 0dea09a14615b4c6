namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>Three numbers and a map per key, for snapshots that hold as many rows as entries.</summary>
[Operator("rows-and-map")]
internal sealed partial class RowsAndMap : KeyedOperator<long, long, long>
{
    [State]
    private partial long Count { get; set; }

    [State]
    private partial long Sum { get; set; }

    [State]
    private partial long Maximum { get; set; }

    [State]
    private partial MapState<long, long> Entries { get; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Count++;
        Sum += value;
        Maximum = Math.Max(Maximum, value);
        Entries[0] = value;
    }
}
