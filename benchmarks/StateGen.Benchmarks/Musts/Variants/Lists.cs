using System.Runtime.InteropServices;
using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>An element appended per record. One record in eight reads the list of its key and clears it.</summary>
[Operator("lists")]
internal sealed partial class ValueLists : KeyedOperator<long, long, long>
{
    private const long ReadEvery = 8;

    [State]
    private partial ListState<long> Values { get; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Values.Add(value);
        if (!IsRead(value))
            return;
        var sum = 0L;
        foreach (var element in Values)
            sum += element;
        Values.Clear();
        context.Emit(sum);
    }

    /// <summary>Determines whether the record with a value reads the list. The fill does not.</summary>
    public static bool IsRead(long value) => value % ReadEvery == ReadEvery - 1;
}

/// <summary>The usual hand-written form: a list per key, which keeps its memory when it is cleared.</summary>
internal sealed class ListDictionary : IVariant
{
    private readonly Dictionary<long, List<long>> _lists = [];

    /// <summary>Gets the last sum, so that reading the list has an effect.</summary>
    public long Sum { get; private set; }

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_lists, keys[i], out _);
            list ??= [];
            list.Add(values[i]);
            if (ValueLists.IsRead(values[i]))
                Read(list);
        }
    }

    public void Dispose()
    {
    }

    private void Read(List<long> list)
    {
        var sum = 0L;
        foreach (var element in list)
            sum += element;
        list.Clear();
        Sum = sum;
    }
}
