namespace Corpus.Mutation.Sampling;

public sealed record Probe(string Host, long Bytes);

[Operator("mutation.sampling")]
internal sealed partial class Sampling : KeyedOperator<string, Probe, long>
{
    [State(Copy = true)] private partial byte[]? Bitmap { get; set; }

    [State(Copy = true)] private partial PriorityList? Largest { get; set; }

    protected override void OnEvent(Probe value, OperatorContext<long> context) => context.Emit(Mark((int)(value.Bytes % 64)) + Keep(value));

    private int Mark(int bit) => (Bitmap ??= new byte[8])[bit / 8] |= (byte)(1 << (bit % 8)); // expect: SG2007

    private long Keep(Probe probe)
    {
        var largest = Largest ?? new PriorityList { Limit = 10 };
        return largest.Push(probe.Bytes) ? largest.Sizes[0] : 0; // expect: SG2007
    }
}

public sealed class PriorityList
{
    public int Limit { get; set; }

    public List<long> Sizes { get; set; } = [];

    public bool Push(long size)
    {
        var index = Sizes.BinarySearch(size);
        Sizes.Insert(index < 0 ? ~index : index, size);
        if (Sizes.Count <= Limit)
            return false;
        Sizes.RemoveAt(0);
        return true;
    }
}
