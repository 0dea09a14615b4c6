namespace Corpus.Threads.ChatSubscriptions;

public sealed record ChatLine(string Author, string Text);

public interface IChatBus
{
    event Action<ChatLine>? Received;

    event EventHandler? Closed;

    Action? Idle { get; set; }
}

[Operator("threads.chat-subscriptions")]
public sealed partial class RoomCounter : KeyedOperator<string, ChatLine, int>
{
    private readonly IChatBus _bus;

    public RoomCounter(IChatBus bus) => _bus = bus;

    [State] private partial int Count { get; set; }

    [State] private partial string? LastAuthor { get; set; }

    protected override void OnEvent(ChatLine line, OperatorContext<int> context)
    {
        if (LastAuthor is null)
            _bus.Received += m => Count += m.Text.Length; // expect: SG2006
        LastAuthor = line.Author;
        _bus.Closed += OnClosed; // expect: SG2006
        context.Emit(Count);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<int> context)
    {
        _bus.Idle = () =>
        {
            Console.WriteLine($"{Key} is idle"); // expect: SG2006
        };
        void Shutdown(object? sender, EventArgs e) => Count = 0;
        AppDomain.CurrentDomain.ProcessExit += Shutdown; // expect: SG2006
    }

    private void OnClosed(object? sender, EventArgs e) => ClearState();
}

[Operator("threads.chat-subscriptions.constructor")]
public sealed partial class RoomWatcher : KeyedOperator<string, ChatLine, int>
{
    [State] private partial int Lines { get; set; }

    [State] private partial int Reports { get; set; }

    public RoomWatcher(IChatBus bus)
    {
        bus.Received += m => Lines++; // expect: SG2006
        bus.Closed += OnClosed; // expect: SG2006
        bus.Idle = delegate
        {
            Console.WriteLine("idle");
            Reports = 0; // expect: SG2006
        };
    }

    protected override void OnEvent(ChatLine line, OperatorContext<int> context) => context.Emit(++Reports);

    private void OnClosed(object? sender, EventArgs e)
    {
        Reports = 0;
    }
}
