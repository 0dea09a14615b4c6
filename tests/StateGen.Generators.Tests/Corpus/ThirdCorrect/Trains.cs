using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Trains;

public sealed record Passage(string Train, string Signal, DateTimeOffset At, int Delay);

public sealed class Protocol
{
    public List<Passage> Passages { get; } = [];

    public int WorstDelay { get; set; }

    public Protocol Clone()
    {
        var clone = new Protocol { WorstDelay = WorstDelay };
        clone.Passages.AddRange(Passages);
        return clone;
    }
}

public sealed record Report(string Train, IReadOnlyList<Passage> Passages);

/// <summary>Emits clones of what it changes afterwards, and changes before it emits.</summary>
[Operator("trains-protocols")]
public sealed partial class Protocols : KeyedOperator<string, Passage, Protocol>
{
    [State, Ttl(Hours = 24)] private partial ListState<Passage> Passages { get; }

    protected override void OnEvent(Passage passage, OperatorContext<Protocol> context)
    {
        Passages.Add(passage);
        var protocol = new Protocol();
        foreach (var earlier in Passages)
        {
            protocol.Passages.Add(earlier);
            protocol.WorstDelay = Math.Max(protocol.WorstDelay, earlier.Delay);
            if (earlier.Delay > 60)
                context.Emit(protocol.Clone());
        }

        protocol.WorstDelay += 1;
        context.Emit(protocol);
        protocol = new Protocol();
        protocol.Passages.Add(passage);
        context.Emit(protocol);
    }
}

[Operator("trains-reports")]
public sealed partial class Reports : KeyedOperator<string, Passage, Report>
{
    private static readonly Passage[] s_nothing = [];
    private readonly List<Passage> _late = [];

    [State, Ttl(Hours = 24)] private partial ListState<Passage> Recent { get; }

    protected override void OnEvent(Passage passage, OperatorContext<Report> context)
    {
        Recent.Add(passage);
        _late.Clear();
        _late.AddRange(Recent.Where(recent => recent.Delay > 0));
        context.Emit(new Report(Key, _late.Count == 0 ? s_nothing : _late.ToArray()));

        var list = new List<Passage>();
        for (var i = 0; i < 3; i++)
        {
            list.Add(passage with { Delay = i });
            context.Emit(new Report(Key, list.AsReadOnly().ToList()));
        }

        foreach (var group in Recent.GroupBy(recent => recent.Signal))
        {
            var passages = new List<Passage>();
            foreach (var recent in group)
                passages.Add(recent);
            context.Emit(new Report(group.Key, passages));
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Report> context)
    {
        var builder = new List<Passage>(Recent);
        if (builder.Count == 0)
        {
            context.Emit(new Report(Key, builder));
            return;
        }

        builder.RemoveAt(0);
        context.Emit(new Report(Key, builder));
        Recent.Clear();
    }
}
