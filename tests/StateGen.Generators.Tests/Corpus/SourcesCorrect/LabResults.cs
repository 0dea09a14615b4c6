using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Corpus.SourcesCorrect.LabResults;

public sealed record Sample(string Patient, string Analyte, string Lines, double Value);

public sealed record Report(string Patient, string Text, string Target);

public sealed record Limits(double Low, double High);

// Everything from disk is read once, before the first event.
[Operator("sourcescorrect.labresults")]
public sealed partial class LabResults : KeyedOperator<string, Sample, Report>, IDisposable
{
    private static readonly Regex Code = new("^[A-Z]{3}-[0-9]+$", RegexOptions.Compiled, TimeSpan.FromSeconds(1));
    private static readonly string Header = File.Exists("/etc/lab/header.txt") ? File.ReadAllText("/etc/lab/header.txt") : "";

    private readonly IReadOnlyDictionary<string, Limits> _limits;
    private readonly string _folder;
    private readonly StreamWriter _log;

    public LabResults(string folder)
    {
        _folder = folder;
        _limits = Load(Path.Combine(folder, "limits.json"));
        _log = new StreamWriter(Path.Combine(folder, "operator.log"));
        _log.WriteLine("started");
        _log.Flush();
    }

    [State] private partial int Samples { get; set; }
    [State] private partial string? LastText { get; set; }

    public void Dispose()
    {
        _log.WriteLine("stopped");
        _log.Dispose();
    }

    protected override void OnEvent(Sample sample, OperatorContext<Report> context)
    {
        Samples++;
        if (!Code.IsMatch(sample.Analyte) || !_limits.TryGetValue(sample.Analyte, out var limits))
            return;
        if (sample.Value >= limits.Low && sample.Value <= limits.High)
            return;

        var text = new StringBuilder(Header);
        using (var reader = new StringReader(sample.Lines))
        {
            while (reader.ReadLine() is { } line)
                text.AppendLine(line);
        }

        using var writer = new StringWriter(text, CultureInfo.InvariantCulture);
        writer.Write("value ");
        writer.WriteLine(sample.Value);
        writer.Flush();
        LastText = text.ToString();
        context.Emit(new Report(Key, LastText, Path.ChangeExtension(Path.Combine(_folder, Key), ".txt")));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Report> context)
    {
        using var buffer = new MemoryStream();
        buffer.Write(Encoding.UTF8.GetBytes(LastText ?? ""));
        buffer.WriteByte((byte)'\n');
        buffer.Position = 0;
        using var reader = new StreamReader(buffer, Encoding.UTF8);
        var text = reader.ReadToEnd();
        context.Emit(new Report(Key, text, Path.GetFileName(Key)));
        Samples = 0;
    }

    private static Dictionary<string, Limits> Load(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<Dictionary<string, Limits>>(stream) ?? [];
    }
}

[Operator("sourcescorrect.labresults.packets")]
public sealed partial class Packets : KeyedOperator<string, ReadOnlyMemory<byte>, string>
{
    [State] private partial long Bytes { get; set; }

    protected override void OnEvent(ReadOnlyMemory<byte> packet, OperatorContext<string> context)
    {
        Bytes += packet.Length;
        using var stream = new MemoryStream(packet.ToArray(), writable: false);
        using var reader = new BinaryReader(stream);
        var kind = reader.ReadByte();
        Span<byte> head = stackalloc byte[4];
        var read = stream.Read(head);
        context.Emit($"{kind}:{Convert.ToHexString(head[..read])}");
        var lines = new StreamReader(new MemoryStream(packet.ToArray())).ReadLine();
        context.Emit(lines ?? "");
    }
}
