using System.Globalization;
using System.Text;

namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>The readings in a text file, one in a line: device, value and ticks.</summary>
internal sealed class ReadingFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("readings");

    public ReadingFile(Readings readings)
    {
        using var writer = new StreamWriter(Path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        foreach (var reading in readings.All)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{reading.Device},{reading.Value},{reading.Time.Ticks}\n"));
    }

    public string Path => System.IO.Path.Combine(_directory.FullName, "readings.csv");

    public static Reading Parse(ReadOnlySpan<byte> line)
    {
        var (first, last) = (line.IndexOf((byte)','), line.LastIndexOf((byte)','));
        return new(ParseNumber(line[..first]), ParseNumber(line[(first + 1)..last]), new(ParseNumber(line[(last + 1)..]), DateTimeKind.Utc));
    }

    public static Reading Parse(string line)
    {
        var (first, last) = (line.IndexOf(',', StringComparison.Ordinal), line.LastIndexOf(','));
        return new(
            ParseNumber(line.AsSpan(0, first)),
            ParseNumber(line.AsSpan(first + 1, last - first - 1)),
            new(ParseNumber(line.AsSpan(last + 1)), DateTimeKind.Utc));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static long ParseNumber(ReadOnlySpan<byte> text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static long ParseNumber(ReadOnlySpan<char> text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>A pipeline that reads the file from its beginning to its end in each pass.</summary>
internal sealed class FilePipeline(Readings readings, Func<string, ISource<Reading>> open) : IReadingVariant
{
    private readonly ReadingFile _file = new(readings);

    public static FilePipeline OfBytes(Readings readings) =>
        new(readings, static path => FileSource.Utf8Lines(path, static (ReadOnlySpan<byte> line) => ReadingFile.Parse(line)));

    public static FilePipeline OfStrings(Readings readings) =>
        new(readings, static path => FileSource.Lines(path, static (string line) => ReadingFile.Parse(line)));

    public void Pass() => Pipeline.From(open(_file.Path))
        .WithEventTime(static reading => reading.Time, Readings.MaxOutOfOrderness)
        .KeyBy(static reading => reading.Device)
        .Process(static () => new ReadingTotals())
        .To(new NullSink<long>())
        .RunAsync(new() { JobId = "readings" }).GetAwaiter().GetResult();

    public void Dispose() => _file.Dispose();
}

/// <summary>The usual hand-written form: the lines as strings, and the hand-written loop, from an empty state in each pass.</summary>
internal sealed class FileLoop(Readings readings) : IReadingVariant
{
    private readonly ReadingFile _file = new(readings);

    public void Pass()
    {
        var rows = new ReadingRows();
        foreach (var line in File.ReadLines(_file.Path))
            rows.Add(ReadingFile.Parse(line));
    }

    public void Dispose() => _file.Dispose();
}
