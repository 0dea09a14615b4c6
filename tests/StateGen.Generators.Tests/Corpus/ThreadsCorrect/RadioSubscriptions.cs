namespace Corpus.ThreadsCorrect.RadioSubscriptions;

public sealed record Frame(byte Channel, int Noise);

public sealed class Decoder
{
    public event Action<int>? Decoded;

    public void Decode(Frame frame)
    {
        for (var i = 0; i < frame.Noise; i++)
            Decoded?.Invoke(i);
    }
}

public sealed class RadioMonitor
{
    public event EventHandler<string>? Printed;

    public Action? Closed { get; set; }

    public Func<string>? Title { get; set; }

    public void Print(string text) => Printed?.Invoke(this, text);
}

[Operator("threadscorrect.radio-subscriptions")]
public sealed partial class RadioDecoder(Decoder decoder) : KeyedOperator<int, Frame, int>
{
    [State] private partial int Symbols { get; set; }

    [State] private partial int Frames { get; set; }

    protected override void OnEvent(Frame frame, OperatorContext<int> context)
    {
        Frames++;
        decoder.Decoded += OnDecoded;
        try
        {
            decoder.Decode(frame);
        }
        finally
        {
            decoder.Decoded -= OnDecoded;
        }

        context.Emit(Symbols);
    }

    private void OnDecoded(int symbol) => Symbols += symbol;
}

[Operator("threadscorrect.radio-subscriptions.console")]
public sealed partial class RadioConsole(RadioMonitor console) : KeyedOperator<int, Frame, string>
{
    [State] private partial int Noise { get; set; }

    [State] private partial string? Last { get; set; }

    protected override void OnEvent(Frame frame, OperatorContext<string> context)
    {
        Noise = Math.Max(Noise, frame.Noise);
        var noise = Noise;
        var channel = Key;
        console.Closed = () => Console.WriteLine($"{channel}: {noise}");
        console.Printed += static (_, text) => Console.WriteLine(text);
        console.Printed += Ignore;
        Last = Describe(channel, noise);
        context.Emit(Last);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        var last = Last ?? "nothing";
        console.Title = () => last;
    }

    private static string Describe(int channel, int noise) => $"{channel}/{noise}";

    private static void Ignore(object? sender, string text)
    {
    }
}
