using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using StateGen;

namespace Corpus.Third.Turbines;

public sealed record TurbineLine(string Turbine, string Raw, DateTimeOffset At);

public sealed record Power(string Turbine, double Megawatt, string? Problem);

public interface IProblems
{
    void Report(string turbine, Exception exception);
}

/// <summary>Catches what it expects; everything else reaches the runtime.</summary>
[Operator("turbines-power")]
public sealed partial class PowerOperator(IProblems problems) : KeyedOperator<string, TurbineLine, Power>
{
    [State] private partial double Sum { get; set; }
    [State] private partial int Broken { get; set; }

    protected override void OnEvent(TurbineLine line, OperatorContext<Power> context)
    {
        try
        {
            Sum += double.Parse(line.Raw, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            Broken++;
        }
        catch (OverflowException e)
        {
            problems.Report(Key, e);
        }

        try
        {
            Add(line);
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            context.Emit(new Power(Key, Sum, e.Message));
        }

        try
        {
            Add(line);
        }
        catch (Exception e)
        {
            problems.Report(Key, e);
            throw new InvalidOperationException($"line of {line.At:u}", e);
        }

        Exception? failure = null;
        try
        {
            Sum *= 2;
            Add(line);
        }
        catch (Exception e)
        {
            failure = e;
        }

        if (failure is not null)
            throw new InvalidOperationException("later", failure);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Power> context)
    {
        var raw = Sum;
        string text;
        try
        {
            text = Format(raw);
        }
        catch (Exception)
        {
            text = "?";
        }

        context.Emit(new Power(Key, raw, text));
    }

    private void Add(TurbineLine line) => Sum += line.Raw[0];

    private static string Format(double value)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        writer.Write(value);
        return writer.ToString();
    }
}

/// <summary>Reads and writes memory, through the same types that files have.</summary>
[Operator("turbines-frames")]
public sealed partial class Frames : KeyedOperator<string, TurbineLine, byte[]>
{
    [State] private partial int Count { get; set; }
    [State] private partial ReadOnlyMemory<byte> Last { get; set; }

    protected override void OnEvent(TurbineLine line, OperatorContext<byte[]> context)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(++Count);
            writer.Write(line.Raw);
        }

        Last = stream.ToArray();
        context.Emit(stream.ToArray());

        using var reader = new StringReader(line.Raw);
        while (reader.ReadLine() is { } part)
        {
            if (Path.GetExtension(part) == ".bin")
                context.Emit(Last.ToArray());
        }
    }
}
