using System.Threading;

namespace Corpus.Values.TickSmoothing;

public sealed record Tick(string Symbol, decimal Bid, decimal Ask, long Volume)
{
    public decimal Mid => (Bid + Ask) / 2;
}

public sealed record Move(string Symbol, decimal Change, string Phase);

[Operator("values.ticksmoothing")]
public sealed partial class PriceMoves : KeyedOperator<string, Tick, Move>
{
    private Tick? _previous; // expect: SG2001
    private string _phase = "auction"; // expect: SG2001

    [State] private partial long Volume { get; set; }

    protected override void OnEvent(Tick value, OperatorContext<Move> context)
    {
        Volume += value.Volume;
        var before = Interlocked.Exchange(ref _phase, value.Volume == 0 ? "auction" : "continuous");
        if (_previous is { } previous && (previous.Mid != value.Mid || before != _phase))
            context.Emit(new Move(Key, value.Mid - previous.Mid, _phase));
        _previous = value;
    }
}

[Operator("values.ticksmoothing.spread")]
public sealed partial class SpreadWatch : KeyedOperator<string, Tick, decimal>
{
    private readonly decimal[] _recent = new decimal[8]; // expect: SG2001
    private int _next; // expect: SG2001
    private decimal _last; // expect: SG2001

    [State] private partial int Widenings { get; set; }

    protected override void OnEvent(Tick value, OperatorContext<decimal> context)
    {
        (_last, var widening) = (value.Ask - value.Bid, value.Ask - value.Bid - _last);
        _recent[_next] = _last;
        _next = (_next + 1) % _recent.Length;
        if (widening <= 0)
            return;
        Widenings++;
        context.Emit(_recent.Average());
    }
}
