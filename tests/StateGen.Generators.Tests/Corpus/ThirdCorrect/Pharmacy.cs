using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StateGen;

namespace Corpus.Third.Pharmacy;

public sealed record Prescription(string Patient, string Drug, int Days, DateTimeOffset IssuedAt);

public sealed record Interaction(string Patient, string First, string Second);

public sealed class Counters
{
    private long _prescriptions;
    private readonly Dictionary<string, long> _drugs = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public long Prescriptions => Interlocked.Read(ref _prescriptions);

    public void Count(string drug)
    {
        Interlocked.Increment(ref _prescriptions);
        lock (_lock)
            _drugs[drug] = _drugs.GetValueOrDefault(drug) + 1;
    }
}

public interface IInteractions
{
    bool Interact(string first, string second);
}

public sealed class TableInteractions(IEnumerable<(string First, string Second)> pairs) : IInteractions
{
    private readonly FrozenSet<(string, string)> _pairs = pairs.ToFrozenSet();

    public bool Interact(string first, string second) => _pairs.Contains((first, second)) || _pairs.Contains((second, first));
}

/// <summary>One implementation answers from memory, so the interface as such does not wait.</summary>
public sealed class SlowInteractions(IInteractions inner) : IInteractions
{
    public bool Interact(string first, string second)
    {
        Thread.Sleep(1);
        return inner.Interact(first, second);
    }
}

[Operator("pharmacy-interactions")]
public sealed partial class InteractionsOperator(IInteractions interactions, Counters counters) : KeyedOperator<string, Prescription, Interaction>
{
    private static readonly FrozenDictionary<string, int> s_longest = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["insulin"] = 400,
        ["penicillin"] = 14,
    }.ToFrozenDictionary();

    [State, Ttl(Days = 400)] private partial MapState<string, DateTimeOffset> Until { get; }

    protected override void OnEvent(Prescription prescription, OperatorContext<Interaction> context)
    {
        counters.Count(prescription.Drug);
        var days = Math.Min(prescription.Days, s_longest.GetValueOrDefault(prescription.Drug, 90));
        foreach (var (drug, until) in Until)
        {
            if (until > context.Timestamp && interactions.Interact(drug, prescription.Drug))
                context.Emit(new Interaction(Key, drug, prescription.Drug));
        }

        Until[prescription.Drug] = prescription.IssuedAt.AddDays(days);
    }
}

/// <summary>Keeps a value that only constructors and the host set.</summary>
[Operator("pharmacy-refills")]
public sealed partial class Refills : KeyedOperator<string, Prescription, string>
{
    private readonly int[] _steps;
    private readonly string _text = "refill";

    public Refills(params int[] steps)
    {
        _steps = [.. steps];
        Array.Sort(_steps);
        for (var i = 0; i < _steps.Length; i++)
            _steps[i] *= 7;
        if (_steps.Length == 0)
            _text += "?";
    }

    public int Tolerance { get; init; } = 2;

    public required string Unit { get; init; }

    [State] private partial int Step { get; set; }

    protected override void OnEvent(Prescription prescription, OperatorContext<string> context)
    {
        var steps = _steps;
        if (Step < steps.Length && prescription.Days + Tolerance >= steps[Step])
        {
            context.Emit($"{_text} {steps[Step]} {Unit}");
            Step++;
        }
    }
}
