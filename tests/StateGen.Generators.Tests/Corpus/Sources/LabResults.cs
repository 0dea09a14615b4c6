using System.IO;
using System.Text.Json;

namespace Corpus.Sources.LabResults;

public sealed record Sample(string Patient, string Analyte, double Value);

public sealed record Report(string Patient, string Text);

public sealed record Limits(double Low, double High);

[Operator("sources.labresults")]
public sealed partial class LabResults : KeyedOperator<string, Sample, Report>
{
    private readonly string _folder;
    private readonly StreamWriter _audit;
    private readonly StreamReader _codes;
    private readonly FileStream _archive;

    public LabResults(string folder)
    {
        _folder = folder;
        _audit = new StreamWriter(Path.Combine(folder, "audit.log"), append: true);
        _codes = new StreamReader(Path.Combine(folder, "codes.txt"));
        _archive = new FileStream(Path.Combine(folder, "archive.bin"), FileMode.OpenOrCreate);
    }

    [State] private partial int Samples { get; set; }
    [State] private partial Limits? Known { get; set; }
    [State] private partial string? Code { get; set; }

    protected override void OnEvent(Sample sample, OperatorContext<Report> context)
    {
        Samples++;
        Known ??= LoadLimits(sample.Analyte);
        Code ??= _codes.ReadLine(); // expect: SG2011
        _audit.WriteLine($"{sample.Patient};{sample.Analyte};{sample.Value}"); // expect: SG2011

        if (sample.Value >= Known.Low && sample.Value <= Known.High)
            return;

        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BitConverter.TryWriteBytes(bytes, sample.Value);
        _archive.Write(bytes); // expect: SG2011
        context.Emit(new Report(Key, Template(sample.Analyte).Replace("{value}", $"{sample.Value:F2}")));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Report> context)
    {
        _audit.Flush(); // expect: SG2011
        var name = Path.ChangeExtension(Path.Combine(_folder, Key), ".count");
        File.WriteAllText(name, $"{Samples}"); // expect: SG2011
        Samples = 0;
    }

    private Limits LoadLimits(string analyte)
    {
        var json = File.ReadAllText(Path.Join(_folder, analyte + ".json")); // expect: SG2011
        return JsonSerializer.Deserialize<Limits>(json) ?? new Limits(0, 0);
    }

    private string Template(string analyte) =>
        new StreamReader(Path.Join(_folder, analyte + ".txt")).ReadToEnd(); // expect: SG2011
}

[Operator("sources.labresults.devices")]
public sealed partial class DeviceLog(string path, FileStream calibration) : KeyedOperator<string, Sample, int>
{
    [State] private partial int Lines { get; set; }
    [State] private partial int Calibrated { get; set; }

    protected override void OnEvent(Sample sample, OperatorContext<int> context)
    {
        Lines++;
        File.AppendAllText(path, $"{Key} {sample.Value}{Environment.NewLine}"); // expect: SG2011
        if (Calibrated == 0)
        {
            calibration.Seek(Lines * 512L, SeekOrigin.Begin);
            Calibrated = calibration.Read(stackalloc byte[512]); // expect: SG2011
        }

        using (var writer = new StringWriter())
        {
            writer.WriteLine(sample.Analyte);
            context.Emit(writer.ToString().Length + Calibrated);
        }

        foreach (var line in File.ReadLines(path).Take(3)) // expect: SG2011
            context.Emit(line.Length);
    }
}

[Operator("sources.labresults.exports")]
public sealed partial class Exports : KeyedOperator<string, Sample, string>
{
    [State] private partial string? Header { get; set; }
    [State(Copy = true)] private partial List<string>? Rows { get; set; }

    protected override void OnEvent(Sample sample, OperatorContext<string> context)
    {
        Header ??= File.ReadAllLines("/etc/lab/header.csv")[0]; // expect: SG2011
        var rows = Rows ?? [];
        rows.Add($"{sample.Analyte},{sample.Value}");
        if (rows.Count >= 50)
        {
            File.WriteAllBytes($"/var/lab/{Key}.bin", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', rows))); // expect: SG2011
            rows.Clear();
        }

        Rows = rows;
        context.Emit(Header);
    }
}
