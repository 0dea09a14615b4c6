using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Connectors;

public sealed class FileSourceTests : IDisposable
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
        await new SourceUnderTest<string>(() => FileSource.Lines(path, skip: 1, static line => line, splits)).VerifyAsync(Cancellation);
    }

    [Theory]
    [InlineData("a\nb\nc\n")]
    [InlineData("a\nb\nc")]
    [InlineData("a\r\nb\r\nc\r\n")]
    [InlineData("a\r\nb\nc\r\n\r\n\n")]
    [InlineData("\uFEFFa\nb\nc")]
    public async Task Line_ends_marks_and_blank_lines_at_the_end_make_no_difference(string content)
    {
        var source = FileSource.Lines(_directory.Write("in.csv", content), static line => line);
        Assert.Equal([(1, "a"), (2, "b"), (3, "c")], await source.ReadAllAsync());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("", 1)]
    [InlineData("\n\r\n", 0)]
    [InlineData("header", 1)]
    [InlineData("header\n", 1)]
    [InlineData("\uFEFFheader\r\n\r\n", 1)]
    [InlineData("header\n", 3)]
    public async Task A_file_without_records_is_one_split_without_events(string content, int skip)
    {
        var source = FileSource.Lines(_directory.Write("in.csv", content), skip, static line => line, splits: 4);
        Assert.Empty(await source.ReadFromAsync(await source.SingleSplitAsync()));
    }

    [Fact]
    public async Task A_blank_line_between_lines_reaches_the_parser()
    {
        var source = FileSource.Lines(_directory.Write("in.csv", "a\n\nb\n"), static line => line);
        Assert.Equal([(1, "a"), (2, ""), (3, "b")], await source.ReadAllAsync());
    }

    [Fact]
    public async Task Lines_longer_than_the_buffer_are_read_whole()
    {
        string[] lines = [new('x', 70_000), "y", new('é', 200_000), new('z', 65_535), "end"];
        var path = _directory.Write("in.csv", string.Join("\r\n", lines));
        foreach (var splits in new[] { 1, 5 })
            Assert.Equal(string.Join('\n', lines), string.Join('\n', (await FileSource.Lines(path, static line => line, splits).ReadAllAsync()).Select(read => read.Event)));
    }

    [Fact]
    public async Task An_aligned_cut_neither_loses_nor_repeats_the_line_at_it()
    {
        var source = FileSource.Lines(_directory.Write("in.csv", "aaa\nbbb\nccc\nddd\n"), static line => line, splits: 4);
        Assert.Equal(4, (await source.DiscoverSplitsAsync(Cancellation)).Count);
        Assert.Equal([(1, "aaa"), (2, "bbb"), (3, "ccc"), (4, "ddd")], await source.ReadAllAsync());
    }

    [Fact]
    public void Any_file_in_any_number_of_splits_gives_each_line_once_in_order_with_its_number()
    {
        Prop.ForAll(TextFile.Generator.ToArbitrary(), file => ReadsAsWritten(file)).QuickCheckThrowOnFailure();

        bool ReadsAsWritten(TextFile file)
        {
            var source = FileSource.Lines(_directory.Write("in.csv", file.Bytes), file.Skip, static line => line, file.Splits);
            return source.ReadAllAsync(file.BatchSize).GetAwaiter().GetResult().SequenceEqual(file.Expected);
        }
    }

    [Fact]
    public async Task Reading_on_from_any_reported_position_gives_exactly_the_rest()
    {
        var lines = Enumerable.Range(0, 40).Select(number => $"line {number}").ToArray();
        var source = FileSource.Lines(_directory.Write("in.csv", $"header\n{string.Join('\n', lines)}"), skip: 1, static line => line, splits: 3);
        foreach (var split in await source.DiscoverSplitsAsync(Cancellation))
        {
            var all = await source.ReadFromAsync(split);
            await using var reader = await source.OpenAsync(split, Cancellation);
            for (var count = 1; (await reader.ReadAsync(new string[1], Cancellation)).Count > 0; count++)
                Assert.Equal(all.Skip(count), await source.ReadFromAsync(split with { Fields = reader.Position }));
        }
    }

    [Fact]
    public async Task Discovery_is_deterministic()
    {
        var source = FileSource.Lines(_directory.Write("in.csv", string.Join('\n', Enumerable.Range(0, 1000))), static line => line, splits: 7);
        var first = await source.DiscoverSplitsAsync(Cancellation);
        Assert.Equal(first, await source.DiscoverSplitsAsync(Cancellation));
        Assert.Equal(7, first.Select(split => split.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_line_that_cannot_be_parsed_is_named_with_its_file_number_reason_and_text(int splits)
    {
        var path = _directory.Write("in.csv", $"header\n{string.Join('\n', Enumerable.Range(2, 18))}\ntwenty\n21\n");
        var source = FileSource.Lines(path, skip: 1, static line => int.Parse(line, CultureInfo.InvariantCulture), splits);
        var exception = await Assert.ThrowsAsync<SourceRecordException>(() => source.ReadAllAsync());
        Assert.Equal($"{path}, line 20: The input string 'twenty' was not in a correct format: 'twenty'", exception.Message);
        Assert.Equal(20, exception.Line);
        Assert.IsType<FormatException>(exception.InnerException);
    }

    [Fact]
    public async Task The_message_about_a_long_or_broken_line_stays_short_and_on_one_line()
    {
        var path = _directory.Write("in.csv", $"a\tb\r{new string('x', 1000)}\n");
        var source = FileSource.Lines<int>(path, static line => throw new InvalidOperationException("no."));
        var exception = await Assert.ThrowsAsync<SourceRecordException>(() => source.ReadAllAsync());
        Assert.Equal($"{path}, line 1: no: 'a\uFFFDb\uFFFD{new string('x', 76)}…'", exception.Message);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        var source = FileSource.Lines(_directory.Write("in.csv", [(byte)'a', (byte)'\n', 0xC3, 0x28, (byte)'\n']), static line => line);
        var exception = await Assert.ThrowsAsync<SourceRecordException>(() => source.ReadAllAsync());
        Assert.Contains("line 2: the line is not valid UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.csv", "does not exist")]
    [InlineData("missing/in.csv", "does not exist")]
    [InlineData("", "is a directory")]
    [InlineData("file.csv/in.csv", "file.csv/in.csv")]
    public async Task An_input_that_cannot_be_opened_is_named(string name, string reason)
    {
        _directory.Write("file.csv", "a\n");
        var source = FileSource.Lines(_directory[name], static line => line);
        var exception = await Assert.ThrowsAsync<SourceUnavailableException>(() => source.DiscoverSplitsAsync(Cancellation));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains(_directory[name], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb\nc\n")]
    [InlineData("a\n")]
    public async Task A_file_of_another_length_is_not_read_on(string changed)
    {
        var source = FileSource.Lines(_directory.Write("in.csv", "a\nb\n"), static line => line);
        var position = await source.SingleSplitAsync();
        _directory.Write("in.csv", changed);
        var exception = await Assert.ThrowsAsync<SourceUnavailableException>(() => source.OpenAsync(position, Cancellation));
        Assert.Contains("had 4 when the job first started", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_in_another_file_is_refused()
    {
        var position = await FileSource.Lines(_directory.Write("old.csv", "a\nb\n"), static line => line).SingleSplitAsync();
        var source = FileSource.Lines(_directory.Write("new.csv", "a\nb\n"), static line => line);
        var exception = await Assert.ThrowsAsync<SourceUnavailableException>(() => source.OpenAsync(position, Cancellation));
        Assert.Contains("'old.csv'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_of_another_kind_of_source_is_refused()
    {
        var source = FileSource.Lines(_directory.Write("in.csv", "a\n"), static line => line);
        var position = new SplitPosition("0", ManifestFields.Empty.With("topic", "flights"), MaxEventTimeMilliseconds: null, IsFinished: false);
        await Assert.ThrowsAsync<CheckpointFormatException>(() => source.OpenAsync(position, Cancellation));
    }
}
