using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen.Benchmarks.Memory;

/// <summary>The same operator with hand-written state on the same table, for comparison with the generated accessors.</summary>
internal sealed class HandWrittenCounters : KeyedOperator<long, long, long>
{
    private static readonly OperatorDefinition<long> CountersDefinition =
        new OperatorDefinition<long, IntegerKeyCodec<long>>(new OperatorSchema("counters", "Int64", [], []));

    private RowTable<long, CounterRow> _rows = null!;
#pragma warning disable SG2001 // The row of the current key, which this class loads and stores itself.
    private RowSlot _slot;
    private CounterRow _row;
#pragma warning restore SG2001

    protected internal override OperatorDefinition<long> Definition => CountersDefinition;

    protected internal override RowTable<long> OpenState(StateStore store, CurrentKey<long> currentKey) =>
        _rows = store.OpenRows<long, IntegerKeyCodec<long>, CounterRow, CounterRowCodec>();

    protected internal override void ProcessRun(ref RecordRun<long, long, long> run)
    {
        var self = new RecordOperator(this);
        _rows.Run(ref run, ref self);
    }

    protected internal override void StoreRow(CurrentKey<long> currentKey) => _rows.Store(_slot, in currentKey.Value, currentKey.Hash, in _row);

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        if (!IsRowLoaded)
        {
            var key = RequireKey("row");
            _slot = _rows.Load(in key.Value, key.Hash, out _row);
            MarkRowLoaded();
        }

        _row.Add(value);
        MarkRowChanged();
    }

    private readonly struct RecordOperator(HandWrittenCounters self) : IRowOperator<long, long, CounterRow>
    {
        public ref CounterRow Row => ref self._row;

        public void OnEvent(long value, OperatorContext<long> context) => self.OnEvent(value, context);
    }
}
