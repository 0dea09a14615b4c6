using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using StateGen;

namespace Corpus.Third.Trades;

public sealed record Trade(string Symbol, decimal Price, int Size, string Venue);

public sealed class Bar
{
    public string Symbol { get; set; } = "";

    public decimal Open { get; set; }

    public decimal Close { get; set; }

    public List<Trade> Trades { get; } = [];

    public Bar Clone()
    {
        var copy = new Bar { Symbol = Symbol, Open = Open, Close = Close };
        copy.Trades.AddRange(Trades);
        return copy;
    }
}

public sealed record Batch(string Symbol, IReadOnlyList<Trade> Trades);

public static class Bars
{
    public static void Close(Bar bar, decimal price)
    {
        bar.Close = price;
    }
}

[Operator("trades-bars")]
public sealed partial class BarBuilder : KeyedOperator<string, Trade, Bar>
{
    [State] private partial decimal First { get; set; }

    protected override void OnEvent(Trade trade, OperatorContext<Bar> context)
    {
        if (First == 0)
            First = trade.Price;

        var bar = new Bar { Symbol = trade.Symbol, Open = First };
        context.Emit(bar); // expect: SG2014
        bar.Close = trade.Price;

        var second = new Bar { Symbol = trade.Venue };
        context.Emit(second); // expect: SG2014
        Bars.Close(second, trade.Price);

        var third = new Bar();
        var trades = third.Trades;
        context.Emit(third); // expect: SG2014
        trades.Add(trade);

        var fourth = new Bar();
        fourth.Close = trade.Price;
        context.Emit(fourth.Clone());
        fourth.Open = trade.Price;
        context.Emit(fourth);
    }
}

[Operator("trades-batches")]
public sealed partial class Batches : KeyedOperator<string, Trade, Batch>
{
    private readonly List<Trade> _buffer = [];
    private static readonly Trade[] s_none = [];

    [State, Ttl(Hours = 1)] private partial ListState<Trade> Recent { get; }

    protected override void OnEvent(Trade trade, OperatorContext<Batch> context)
    {
        _buffer.Clear();
        foreach (var recent in Recent)
        {
            if (recent.Venue == trade.Venue)
                _buffer.Add(recent);
        }

        _buffer.Add(trade);
        Recent.Add(trade);
        context.Emit(new Batch(Key, _buffer)); // expect: SG2014
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Batch> context)
    {
        context.Emit(new Batch(Key, s_none));
        var byVenue = new List<Trade>();
        foreach (var venue in Recent.GroupBy(trade => trade.Venue))
        {
            byVenue.Clear();
            byVenue.AddRange(venue);
            context.Emit(new Batch(venue.Key, byVenue)); // expect: SG2014
        }

        foreach (var size in Recent.GroupBy(trade => trade.Size))
        {
            var bySize = new List<Trade>();
            bySize.AddRange(size);
            context.Emit(new Batch(Key, bySize));
        }
    }
}

[Operator("trades-rows")]
public sealed partial class Rows : KeyedOperator<string, Trade, (string Symbol, decimal[] Values)>
{
    [State] private partial decimal Total { get; set; }

    protected override void OnEvent(Trade trade, OperatorContext<(string Symbol, decimal[] Values)> context)
    {
        var values = new decimal[3];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = trade.Price * i;
            context.Emit((Key, values)); // expect: SG2014
        }

        Total += trade.Price;
        var row = new[] { Total };
        context.Emit((trade.Symbol, row)); // expect: SG2014
        Scale(row);

        var last = new[] { Total, 1 };
        context.Emit((trade.Symbol, (decimal[])last.Clone()));
        Scale(last);
    }

    private static void Scale(decimal[] values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] *= 100;
    }
}

[Operator("trades-queries")]
public sealed partial class Queries : KeyedOperator<string, Trade, IEnumerable<decimal>>
{
    private readonly Dictionary<string, decimal> _fees = new(StringComparer.Ordinal) { ["X"] = 0.1m };

    protected override void OnEvent(Trade trade, OperatorContext<IEnumerable<decimal>> context)
    {
        var prices = new List<decimal> { trade.Price };
        context.Emit(prices.Select(price => price * 2)); // expect: SG2014
        prices.Add(trade.Size);
        context.Emit(prices);

        var queue = new Queue<decimal>(prices);
        var alias = queue;
        context.Emit(queue); // expect: SG2014
        if (alias.TryDequeue(out var first))
            context.Emit([first + _fees.GetValueOrDefault(trade.Venue)]);

        var text = new StringBuilder();
        foreach (var digit in trade.Symbol)
        {
            text.Append(digit);
            context.Emit([text.Length]);
        }
    }
}

[Operator("trades-texts")]
public sealed partial class Texts : KeyedOperator<string, Trade, StringBuilder>
{
    private readonly StringBuilder _line = new();

    protected override void OnEvent(Trade trade, OperatorContext<StringBuilder> context)
    {
        _line.Clear();
        _line.Append(trade.Symbol).Append(' ').Append(trade.Price);
        var copy = new StringBuilder(_line.ToString());
        context.Emit(copy); // expect: SG2014
        if (trade.Size > 100)
            copy.Append('!');
    }
}
