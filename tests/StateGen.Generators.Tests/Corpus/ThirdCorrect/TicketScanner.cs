using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StateGen;

namespace Corpus.Third.Tickets;

public sealed record TicketBatch(string Gate, IReadOnlyList<string> Codes, DateTimeOffset At);

public sealed record GateReport(string Gate, IReadOnlyList<string> Accepted, int Rejected);

/// <summary>Scratch collections are fields, so that no event allocates them; each use begins with a clear.</summary>
[Operator("tickets-gates")]
public sealed partial class Gates : KeyedOperator<string, TicketBatch, GateReport>
{
    private readonly List<string> _accepted = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    [State, Ttl(Days = 1)] private partial MapState<string, DateTimeOffset> Used { get; }

    protected override void OnEvent(TicketBatch batch, OperatorContext<GateReport> context)
    {
        _accepted.Clear();
        _seen.Clear();
        var rejected = 0;
        foreach (var code in batch.Codes)
        {
            if (!_seen.Add(code) || Used.ContainsKey(code))
            {
                rejected++;
                continue;
            }

            Used[code] = batch.At;
            _accepted.Add(code);
        }

        context.Emit(new GateReport(Key, [.. _accepted], rejected));
    }
}

/// <summary>Rents its buffer and gives it back.</summary>
[Operator("tickets-checksums")]
public sealed partial class Checksums : KeyedOperator<string, TicketBatch, int>
{
    [State] private partial int Checksum { get; set; }

    protected override void OnEvent(TicketBatch batch, OperatorContext<int> context)
    {
        var buffer = ArrayPool<char>.Shared.Rent(256);
        try
        {
            foreach (var code in batch.Codes)
            {
                var length = Math.Min(code.Length, buffer.Length);
                code.AsSpan(0, length).CopyTo(buffer);
                Checksum = Fold(Checksum, buffer.AsSpan(0, length));
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }

        context.Emit(Checksum);
    }

    private static int Fold(int checksum, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            checksum = unchecked((checksum * 31) + character);
        return checksum;
    }
}

/// <summary>A cache that depends only on what the constructor was given.</summary>
[Operator("tickets-labels")]
public sealed partial class Labels(string culture, IReadOnlyList<string> gates) : KeyedOperator<string, TicketBatch, string>
{
    private readonly string _prefix = gates.Count > 0 ? gates[0] : "-";
    private CultureInfo? _culture;
    private Dictionary<string, int>? _positions;

    private CultureInfo Culture => _culture ??= CultureInfo.GetCultureInfo(culture);

    [State] private partial int Batches { get; set; }

    protected override void OnEvent(TicketBatch batch, OperatorContext<string> context)
    {
        _positions ??= gates.Select((gate, index) => (gate, index)).ToDictionary(pair => pair.gate, pair => pair.index, StringComparer.Ordinal);
        Batches++;
        var position = _positions.GetValueOrDefault(batch.Gate, -1);
        context.Emit(string.Create(Culture, $"{_prefix}{position}: {Batches}"));
    }
}
