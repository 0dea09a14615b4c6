namespace Corpus.MutationCorrect.Routers;

public sealed record Packet(string Interface, long Bytes, bool Error);

public sealed class Counters
{
    public long Bytes { get; set; }

    public int Errors { get; set; }
}

[Operator("mutationcorrect.routers")]
internal sealed partial class Routers : KeyedOperator<string, Packet, long>
{
    [State(Copy = true), Ttl(Days = 1)] private partial MapState<string, Counters> Interfaces { get; }

    [State(Copy = true)] private partial Counters? Total { get; set; }

    [State(Copy = true)] private partial LinkedList<long>? Window { get; set; }

    protected override void OnEvent(Packet value, OperatorContext<long> context)
    {
        if (value.Bytes == 0)
            return;

        Update(ref value, packet => packet.Bytes);
        Track(Total ?? new Counters(), value, changed => Total = changed);
        Track(Interfaces.GetValueOrDefault(value.Interface) ?? new Counters(), value, changed => Interfaces[value.Interface] = changed);
        context.Emit(Slide(value.Bytes).Sum());
    }

    private static void Update(ref Packet packet, Func<Packet, long> size)
    {
        if (size(packet) < 0)
            packet = packet with { Bytes = 0, Error = true };
    }

    private static void Track(Counters counters, Packet packet, Action<Counters> store)
    {
        counters.Bytes += packet.Bytes;
        counters.Errors += packet.Error ? 1 : 0;
        store(counters);
    }

    private LinkedList<long> Slide(long bytes)
    {
        var window = Window ?? new LinkedList<long>();
        try
        {
            window.AddLast(bytes);
            while (window.Count > 50)
                window.RemoveFirst();
        }
        finally
        {
            Window = window;
        }

        return window;
    }
}
