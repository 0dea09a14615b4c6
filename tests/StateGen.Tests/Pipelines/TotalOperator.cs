using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen.Tests.Pipelines;

/// <summary>What the generator would write for an operator with the value states Count and Sum under a text key.</summary>
internal abstract class TotalOperator<TIn, TOut>(string id) : KeyedOperator<string, TIn, TOut>
{
#pragma warning disable SG2001 // Generated code keeps the row of the current key in fields, and so does this class in its place.
    private RowTable<string, TotalRow> _rows = null!;
    private TotalRow _row;
    private RowSlot _slot;
#pragma warning restore SG2001

    protected internal override OperatorDefinition<string> Definition { get; } = new OperatorDefinition<string, StringKeyCodec>(SchemaOf(id));

    protected long Count
    {
        get => Load().Count;
        set
        {
            Load().Count = value;
            MarkRowChanged();
        }
    }

    protected long Sum
    {
        get => Load().Sum;
        set
        {
            Load().Sum = value;
            MarkRowChanged();
        }
    }

    protected override void ClearState() => (Count, Sum) = (0, 0);

    protected internal override RowTable<string> OpenState(StateStore store, CurrentKey<string> currentKey) =>
        _rows = store.OpenRows<string, StringKeyCodec, TotalRow, TotalRowCodec>();

    protected internal override void StoreRow(CurrentKey<string> currentKey)
    {
        if (_row is { Count: 0, Sum: 0 })
            _rows.Remove(_slot, in currentKey.Value, currentKey.Hash);
        else
            _rows.Store(_slot, in currentKey.Value, currentKey.Hash, in _row);
    }

    private static OperatorSchema SchemaOf(string id) =>
        new(id, "string", [new("Count", StateKind.Value, "long"), new("Sum", StateKind.Value, "long")], []);

    private ref TotalRow Load()
    {
        var key = RequireKey("Total");
        if (!IsRowLoaded)
        {
            _slot = _rows.Load(in key.Value, key.Hash, out _row);
            MarkRowLoaded();
        }

        return ref _row;
    }
}
