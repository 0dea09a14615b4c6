using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Connectors;

/// <summary>Parsers that read the bytes of a line. What they get must be what parsers of strings get.</summary>
public sealed class Utf8LineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task The_source_keeps_the_contract(int splits)
    {
        var path = _directory.Write("in.csv", string.Concat(Enumerable.Range(0, 60).Select(line => $"line {line}\r\n")));
        await new SourceUnderTest<string>(() => FileSource.Utf8Lines(path, skip: 1, Text, splits)).VerifyAsync(Cancellation);
    }

    [Fact]
    public async Task The_source_of_a_directory_keeps_the_contract()
    {
        for (var file = 0; file < 4; file++)
            _directory.Write($"{file}.csv", string.Concat(Enumerable.Range(0, 20).Select(line => $"{file}-{line}\n")));
        var time = new VirtualTime();
        await new SourceUnderTest<string>(() => FileSource.DirectoryUtf8Lines(_directory.Path, Text, new() { Time = time })).VerifyAsync(Cancellation);
    }

    [Theory]
    [InlineData("a\nb\nc\n")]
    [InlineData("a\nb\nc")]
    [InlineData("a\r\nb\nc\r\n\r\n\n")]
    [InlineData("\uFEFFa\nb\nc")]
    public async Task Line_ends_marks_and_blank_lines_at_the_end_make_no_difference(string content)
    {
        var source = FileSource.Utf8Lines(_directory.Write("in.csv", content), Text);
        Assert.Equal([(1, "a"), (2, "b"), (3, "c")], await source.ReadAllAsync());
    }

    [Fact]
    public async Task A_blank_line_between_lines_reaches_the_parser()
    {
        var source = FileSource.Utf8Lines(_directory.Write("in.csv", "4711\n\n12\n"), static line => line.IsEmpty ? -1 : int.Parse(line, CultureInfo.InvariantCulture));
        Assert.Equal([(1, 4711), (2, -1), (3, 12)], await source.ReadAllAsync());
    }

    [Fact]
    public async Task Lines_longer_than_the_buffer_are_read_whole()
    {
        string[] lines = [new('x', 70_000), "y", new('é', 200_000), new('z', 65_535), "end"];
        var path = _directory.Write("in.csv", string.Join("\r\n", lines));
        foreach (var splits in new[] { 1, 5 })
            Assert.Equal(lines, (await FileSource.Utf8Lines(path, Text, splits).ReadAllAsync()).Select(read => read.Event));
    }

    [Fact]
    public void Any_file_in_any_number_of_splits_gives_each_line_once_in_order_with_its_number()
    {
        Prop.ForAll(TextFile.Generator.ToArbitrary(), file => ReadsAsWritten(file)).QuickCheckThrowOnFailure();

        bool ReadsAsWritten(TextFile file)
        {
            var source = FileSource.Utf8Lines(_directory.Write("in.csv", file.Bytes), file.Skip, Text, file.Splits);
            return source.ReadAllAsync(file.BatchSize).GetAwaiter().GetResult().SequenceEqual(file.Expected);
        }
    }

    [Fact]
    public async Task Reading_on_from_any_reported_position_gives_exactly_the_rest()
    {
        var lines = Enumerable.Range(0, 40).Select(number => $"line {number}");
        var source = FileSource.Utf8Lines(_directory.Write("in.csv", $"header\n{string.Join('\n', lines)}"), skip: 1, Text, splits: 3);
        foreach (var split in await source.DiscoverSplitsAsync(Cancellation))
        {
            var all = await source.ReadFromAsync(split);
            await using var reader = await source.OpenAsync(split, Cancellation);
            for (var count = 1; (await reader.ReadAsync(new string[1], Cancellation)).Count > 0; count++)
                Assert.Equal(all.Skip(count), await source.ReadFromAsync(split with { Fields = reader.Position }));
        }
    }

    [Fact]
    public async Task A_line_that_cannot_be_parsed_is_named_with_its_file_number_reason_and_text()
    {
        var path = _directory.Write("in.csv", "header\n2\nthrée\n4\n");
        var source = FileSource.Utf8Lines(path, skip: 1, static line => int.Parse(line, CultureInfo.InvariantCulture));
        var exception = await Assert.ThrowsAsync<SourceRecordException>(() => source.ReadAllAsync());
        Assert.Equal((3, "thrée"), (exception.Line, exception.Text));
        Assert.IsType<FormatException>(exception.InnerException);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_do_not_reach_the_parser_and_their_line_can_be_a_dead_letter()
    {
        var path = _directory.Write("in.csv", [(byte)'1', (byte)'\n', 0xC3, 0x28, (byte)'\n', (byte)'x', (byte)'\n', (byte)'4']);
        var (sink, letters) = (new ListSink<int>(), new ListSink<DeadLetter>());
        await Pipeline.From(FileSource.Utf8Lines(path, static line => int.Parse(Encoding.UTF8.GetString(line), CultureInfo.InvariantCulture)))
            .To(sink).WithDeadLetters(letters).RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, Cancellation);
        Assert.Equal([1, 4], sink.Committed);
        Assert.Equal([($"{path}:2", "\uFFFD("), ($"{path}:3", "x")], letters.Committed.Select(letter => (letter.Position!, (string)letter.Event!)));
        Assert.Contains("not valid UTF-8", letters.Committed[0].Exception.Message, StringComparison.Ordinal);
    }

    private static string Text(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line);
}
