namespace Corpus.Values.VideoFrames;

public sealed record Packet(int Camera, byte[] Data, bool KeyFrame);

public sealed record Frame(int Camera, IReadOnlyList<byte> Pixels);

public sealed record Histogram(int Camera, int[] Buckets, string Label);

[Operator("values.videoframes")]
public sealed partial class FrameDecoder : KeyedOperator<int, Packet, List<byte>>
{
    private readonly List<byte> _pixels = new(4096);

    [State] private partial int Frames { get; set; }

    protected override void OnEvent(Packet packet, OperatorContext<List<byte>> context)
    {
        _pixels.Clear();
        for (var i = 0; i + 1 < packet.Data.Length; i += 2)
        {
            for (var repeat = 0; repeat < packet.Data[i]; repeat++)
                _pixels.Add(packet.Data[i + 1]);
        }

        Frames++;
        context.Emit(_pixels); // expect: SG2014
    }
}

[Operator("values.videoframes.grey")]
public sealed partial class GreyFrames : KeyedOperator<int, Packet, Frame>
{
    private readonly List<byte> _grey = [];

    [State] private partial int Skipped { get; set; }

    protected override void OnEvent(Packet packet, OperatorContext<Frame> context)
    {
        if (!packet.KeyFrame)
        {
            Skipped++;
            return;
        }

        _grey.Clear();
        Convert(packet.Data, _grey);
        context.Emit(new Frame(Key, _grey)); // expect: SG2014
    }

    private static void Convert(byte[] data, List<byte> grey)
    {
        for (var i = 0; i + 2 < data.Length; i += 3)
            grey.Add((byte)((data[i] + data[i + 1] + data[i + 2]) / 3));
    }
}

[Operator("values.videoframes.histogram")]
public sealed partial class FrameHistogram : KeyedOperator<int, Packet, Histogram>
{
    private readonly int[] _buckets = new int[16];

    [State] private partial int Brightest { get; set; }

    protected override void OnEvent(Packet packet, OperatorContext<Histogram> context)
    {
        Array.Clear(_buckets);
        foreach (var value in packet.Data)
            _buckets[value >> 4]++;
        Brightest = Math.Max(Brightest, Array.FindLastIndex(_buckets, static count => count > 0));
        var buckets = _buckets;
        context.Emit(new Histogram(Key, buckets, "all")); // expect: SG2014
    }
}

[Operator("values.videoframes.sums")]
public sealed partial class RowSums : KeyedOperator<int, Packet, int[]>
{
    [State] private partial long Total { get; set; }

    protected override void OnEvent(Packet packet, OperatorContext<int[]> context)
    {
        var sums = new int[4];
        foreach (var value in packet.Data)
            sums[value & 3] += value;
        context.Emit(sums); // expect: SG2014
        sums[0] = 0;

        int[] scaled = [.. sums.Select(sum => sum / 2)];
        context.Emit(packet.KeyFrame ? scaled : []); // expect: SG2014
        Array.Reverse(scaled);

        var shifted = new int[sums.Length];
        context.Emit(shifted); // expect: SG2014
        var span = shifted.AsSpan(1);
        span[0] = sums[1];

        Total += sums.Sum() + scaled[^1] + shifted[1];
    }
}
