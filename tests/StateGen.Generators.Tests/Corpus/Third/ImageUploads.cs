using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using StateGen;

namespace Corpus.Third.Images;

public sealed record Upload(string User, string Name, string Metadata, int Bytes);

public sealed record Stored(string User, long Bytes, string? Error);

public sealed class UploadLog
{
    private readonly List<string> _lines = [];

    public void Write(Exception exception) => _lines.Add(exception.Message);
}

[Operator("images-quota")]
public sealed partial class Quota(UploadLog log) : KeyedOperator<string, Upload, Stored>
{
    [State] private partial long Used { get; set; }
    [State, Ttl(Days = 30)] private partial MapState<string, int> Sizes { get; }
    [State] private partial int Broken { get; set; }

    protected override void OnEvent(Upload upload, OperatorContext<Stored> context)
    {
        try
        {
            Used += upload.Bytes;
            Sizes[upload.Name] = Width(upload.Metadata);
        }
        catch (Exception e) // expect: SG2015
        {
            log.Write(e);
        }

        try
        {
            Remember(upload);
        }
        catch // expect: SG2015
        {
            Broken++;
        }

        // Only the expected exceptions.
        try
        {
            Sizes[upload.Name + ".height"] = int.Parse(upload.Metadata, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            context.Emit(new Stored(Key, Used, e.Message));
        }

        // Thrown again.
        try
        {
            Sizes["last"] = upload.Bytes;
        }
        catch (Exception e)
        {
            log.Write(e);
            throw;
        }

        // No state inside.
        int? depth;
        try
        {
            depth = Width(upload.Metadata);
        }
        catch (Exception)
        {
            depth = null;
        }

        context.Emit(new Stored(Key, depth ?? 0, null));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Stored> context)
    {
        foreach (var entry in Sizes)
        {
            try
            {
                Used -= entry.Value / Broken;
            }
            catch (DivideByZeroException)
            {
                continue;
            }
            catch (Exception e) // expect: SG2015
            {
                context.Emit(new Stored(Key, 0, e.Message));
                break;
            }
        }
    }

    private void Remember(Upload upload) => Used = checked(Used + upload.Bytes);

    private static int Width(string metadata) => JsonDocument.Parse(metadata).RootElement.GetProperty("width").GetInt32();
}

/// <summary>Uses state where there is no key yet, or no longer.</summary>
[Operator("images-gallery")]
public sealed partial class Gallery : KeyedOperator<string, Upload, Stored>, IDisposable
{
    private readonly Action _reset;

    [State] private partial int Images { get; set; }
    [State, Ttl(Days = 1)] private partial ListState<string> Names { get; }

    public Gallery(int start)
    {
        _reset = () => Images = 0;
        if (start > 0)
            Images = start; // expect: SG2002
        Prepare(); // expect: SG2002
    }

    public void Dispose()
    {
        ClearState(); // expect: SG2002
        GC.SuppressFinalize(this);
    }

    protected override void OnEvent(Upload upload, OperatorContext<Stored> context)
    {
        if (upload.Bytes == 0)
            _reset();
        Names.Add(upload.Name);
        context.Emit(new Stored(Key, ++Images, null));
    }

    private void Prepare() => Names.Clear();
}
