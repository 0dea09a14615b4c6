using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using StateGen.Checkpoints;
using StateGen.Csv;
using StateGen.TestKit;

namespace StateGen.Tests.Connectors;

public sealed class CsvSourceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_source_keeps_the_contract(bool hasHeader)
    {
        var rows = Enumerable.Range(0, 60).Select(number => $"{number},\"a \"\"{number}\"\",\nb\"{(number % 5 == 0 ? "\n" : "")}\r\n");
        var path = _directory.Write("in.csv", $"\uFEFF{(hasHeader ? "id,\"the, text\"\n\n" : "")}{string.Concat(rows)}");
        var options = new CsvSourceOptions { HasHeader = hasHeader };
        await new SourceUnderTest<string>(() => CsvSource.Rows(path, row => hasHeader ? $"{row["id"].ToString()}|{row["the, text"].ToString()}" : string.Join('|', row.ToArray()), options))
            .VerifyAsync(Token);
    }

    [Fact]
    public void Any_rows_are_read_as_they_were_written_from_the_beginning_and_from_each_position()
    {
        var field = Gen.Elements("", "a", "é", "1,5", "\"", "a\"b", "x\ny", "\r\n", " z ", "😀").ToArbitrary().Generator;
        var rows =
            from width in Gen.Choose(2, 4)
            from table in field.ArrayOf(width).ListOf()
            from end in Gen.Elements("\n", "\r\n")
            select (Rows: table.ToArray(), End: end);
        Prop.ForAll(rows.ToArbitrary(), table => ReadsAsWritten(table.Rows, table.End)).QuickCheckThrowOnFailure();

        bool ReadsAsWritten(string[][] rows, string end)
        {
            var path = _directory.Write("in.csv", string.Concat(rows.Select(row => string.Join(',', row.Select(Quoted)) + end)));
            var source = CsvSource.Rows(path, row => string.Join('|', row.ToArray()), new() { HasHeader = false });
            var expected = rows.Select(row => string.Join('|', row)).ToArray();
            return expected.SequenceEqual(source.ReadAllAsync().GetAwaiter().GetResult().Select(read => read.Event))
                && expected.Skip(rows.Length / 2).SequenceEqual(ReadFromAsync(source, rows.Length / 2).GetAwaiter().GetResult());
        }
    }

    [Fact]
    public async Task Values_are_parsed_by_the_name_of_their_column_and_events_have_lines()
    {
        var path = _directory.Write("in.csv", "time;product;amount\n2026-01-02T03:04:05Z;\"two\nlines\";1.5\n\n2026-01-03T00:00:00Z;b;-2\n");
        var source = CsvSource.Rows(
            path,
            row => (row["time"].Parse<DateTimeOffset>(), row["product"].ToString(), row["amount"].Parse<decimal>()),
            new() { Separator = ';' });
        Assert.Equal(
            [(2L, (new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "two\nlines", 1.5m)), (5L, (new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), "b", -2m))],
            await source.ReadAllAsync());
    }

    [Theory]
    [InlineData("4,5\"6\n7,8\n", 5, "a quote stands within a field that does not begin with one: '4,5\"6'")]
    [InlineData("4,\"5\"6\n7,8\n", 5, "text follows the closing quote of a field: '4,\"5\"6'")]
    [InlineData("4,\"5\n7,8\n", 5, "a quote at the beginning of a field is not closed: '4,\"5\uFFFD7,8\uFFFD'")]
    [InlineData("4\n7,8\n", 5, "the row does not have as many fields as the header: '4'")]
    [InlineData("4,5,6\n7,8\n", 5, "the row does not have as many fields as the header: '4,5,6'")]
    [InlineData("4,five\n7,8\n", 5, null)]
    public async Task A_broken_row_is_named_with_file_line_and_reason_also_after_a_resume(string rest, long line, string? message)
    {
        var path = _directory.Write("in.csv", $"a,b\n1,2\n\"x\ny\",3\n{rest}");
        var source = CsvSource.Rows(path, row => (row["a"].ToString(), row["b"].Parse<int>()));
        var first = await Assert.ThrowsAsync<SourceRecordException>(() => source.ReadAllAsync(batchSize: 1));
        await using var reader = await source.OpenAsync(await source.SingleSplitAsync(), Token);
        for (var row = 0; row < 2; row++)
            Assert.Equal(1, (await reader.ReadAsync(new (string, int)[1], Token)).Count);
        var position = new SplitPosition("in.csv", reader.Position, MaxEventTimeMilliseconds: null, IsFinished: false);
        var second = await Assert.ThrowsAsync<SourceRecordException>(() => source.ReadFromAsync(position));
        Assert.StartsWith($"{path}, line {line}: {message}", first.Message, StringComparison.Ordinal);
        Assert.Equal((first.Message, line), (second.Message, second.Line));
    }

    [Fact]
    public async Task A_column_that_does_not_exist_is_reported_with_the_line()
    {
        var source = CsvSource.Rows(_directory.Write("in.csv", "a,b\n1,2\n"), row => row["c"].ToString());
        var exception = await Assert.ThrowsAsync<SourceRecordException>(() => source.ReadAllAsync());
        Assert.Equal(2, exception.Line);
    }

    [Fact]
    public async Task Rows_that_the_delegate_rejects_are_skipped_under_a_tolerant_policy()
    {
        var path = _directory.Write("in.csv", "a\n1\nx\ny\n2\nz\n");
        var (sink, letters) = (new CollectionSink<int>(), new CollectionSink<DeadLetter>());
        await Pipeline.From(CsvSource.Rows(path, row => int.Parse(row["a"].ToString(), CultureInfo.InvariantCulture))).To(sink).WithDeadLetters(letters)
            .RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip, BatchSize = 2 }, Token);
        Assert.Equal([1, 2], sink.Records);
        Assert.Equal(["x", "y", "z"], letters.Records.Select(letter => $"{letter.Event}".TrimEnd()));
    }

    [Theory]
    [InlineData("4,5\"6", "a quote stands within a field that does not begin with one")]
    [InlineData("4,\"5\"6", "text follows the closing quote of a field")]
    [InlineData("4", "the row does not have as many fields as the header")]
    [InlineData("4,\"5\n6\",7", "the row does not have as many fields as the header")]
    public async Task A_broken_row_is_skipped_alone_if_it_is_certain_where_it_ends(string row, string reason)
    {
        var path = _directory.Write("in.csv", $"a,b\n1,\"2\n2\"\n{row}\n{row}\n3,3\n{row}\n");
        var source = CsvSource.Rows(path, parsed => parsed["a"].ToString());
        foreach (var (size, start) in from size in new[] { 1, 2, 10 } from start in Enumerable.Range(0, 5) select (size, start))
        {
            await using var reader = await SkippingAsync(source, await source.SingleSplitAsync());
            var events = await ReadAsync(reader, 1, start);
            var rejected = reader.TakeRejected().ToList();
            await using var resumed = await SkippingAsync(source, new("in.csv", reader.Position, MaxEventTimeMilliseconds: null, IsFinished: false));
            events.AddRange(await ReadAsync(resumed, size, int.MaxValue));
            rejected.AddRange(resumed.TakeRejected());
            Assert.Equal(["1", "3"], events);
            var lines = row.Count(character => character == '\n') + 1;
            Assert.Equal([4, 4 + lines, 5 + 2 * lines], rejected.Select(exception => exception.Line));
            Assert.All(rejected, exception => Assert.Equal((path, row), (exception.SourceName, exception.Text.TrimEnd())));
            Assert.All(rejected, exception => Assert.Contains(reason, exception.Message, StringComparison.Ordinal));
        }

        async Task<SplitReader<string>> SkippingAsync(ISource<string> from, SplitPosition position)
        {
            var reader = await from.OpenAsync(position, Token);
            reader.SkipsRejected = true;
            return reader;
        }

        async Task<List<string>> ReadAsync(SplitReader<string> reader, int size, int most)
        {
            var (events, buffer) = (new List<string>(), new string[size]);
            for (var reads = 0; reads < most && await reader.ReadAsync(buffer, Token) is { IsEnd: false } read; reads++)
                events.AddRange(buffer[..read.Count]);
            return events;
        }
    }

    [Theory]
    [InlineData("a,b\n1,2\n4,\"5\n7,8\n", 3, "a quote at the beginning of a field is not closed; it is not certain where the row ends: '4,\"5\uFFFD7,8\uFFFD'")]
    [InlineData("a,b\n1,2\n4,\"5\n7\"8\n", 3, "text follows the closing quote of a field; it is not certain where the row ends")]
    [InlineData("a,\"b\n1,2\n", 1, "a quote at the beginning of a field is not closed")]
    [InlineData("a,b\"\n1,2\n", 1, "a quote stands within a field that does not begin with one")]
    public async Task Broken_quotes_fail_the_job_under_every_policy_if_it_is_not_certain_where_the_row_ends(string content, long line, string message)
    {
        var source = CsvSource.Rows(_directory.Write("in.csv", content), row => row[0].ToString());
        var failure = await Assert.ThrowsAsync<SourceRecordException>(
            () => Pipeline.From(source).To(new CollectionSink<string>()).RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, Token));
        Assert.Equal(line, failure.Line);
        Assert.Contains($"line {line}: {message}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_row_is_skipped_if_it_is_cut_off_within_quotes()
    {
        var letters = new CollectionSink<DeadLetter>();
        var sink = new CollectionSink<string>();
        await Pipeline.From(CsvSource.Rows(_directory.Write("in.csv", "a,b\n1,2\n4,\"5"), row => row[0].ToString())).To(sink).WithDeadLetters(letters)
            .RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, Token);
        Assert.Equal(["1"], sink.Records);
        Assert.Equal(("4,\"5", $"{_directory["in.csv"]}:3"), (Assert.Single(letters.Records).Event, letters.Records[0].Position));
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        var source = CsvSource.Rows(_directory.Write("in.csv", [.. "a\n1\n"u8, 0xC3, 0x28, (byte)'\n']), row => row[0].ToString());
        var exception = await Assert.ThrowsAsync<SourceRecordException>(() => source.ReadAllAsync());
        Assert.Contains("line 3: the row is not valid UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("a,b")]
    [InlineData("a,b\r\n\r\n")]
    public async Task A_file_without_rows_has_no_events(string content) =>
        Assert.Empty(await CsvSource.Rows(_directory.Write("in.csv", content), row => row[0].ToString()).ReadAllAsync());

    [Fact]
    public async Task Rows_that_are_longer_than_the_buffer_are_read_whole()
    {
        string[] fields = [new('x', 70_000), "y", new('é', 300_000), string.Concat(Enumerable.Repeat("a\"\n", 50_000))];
        var path = _directory.Write("in.csv", string.Concat(fields.Select(field => $"{Quoted(field)},1\n")));
        var source = CsvSource.Rows(path, row => row[0].ToString(), new() { HasHeader = false });
        Assert.Equal(fields.Select(field => field.Length), (await source.ReadAllAsync()).Select(read => read.Event.Length));
        Assert.Equal(fields[2..], await ReadFromAsync(source, rows: 2));
    }

    [Theory]
    [InlineData("missing.csv", "cannot be read")]
    [InlineData("in.csv", "it has 8 bytes now, and had 4 when the job first started")]
    public async Task A_file_that_is_missing_or_changed_is_named(string name, string reason)
    {
        var position = await CsvSource.Rows(_directory.Write("in.csv", "a\n1\n"), row => row[0].ToString()).SingleSplitAsync();
        _directory.Write("in.csv", "a\n1\n2\n3\n");
        var source = CsvSource.Rows(_directory[name], row => row[0].ToString());
        var exception = await Assert.ThrowsAsync<SourceUnavailableException>(() => source.OpenAsync(position, Token));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains(_directory[name], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('é')]
    public void A_separator_that_cannot_be_one_is_refused(char separator) =>
        Assert.Throws<ArgumentException>(() => CsvSource.Rows("in.csv", row => row[0].ToString(), new() { Separator = separator }));

    private static string Quoted(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task<IReadOnlyList<string>> ReadFromAsync(ISource<string> source, int rows)
    {
        var split = await source.SingleSplitAsync();
        await using var reader = await source.OpenAsync(split, Token);
        for (var row = 0; row < rows; row++)
            Assert.Equal(1, (await reader.ReadAsync(new string[1], Token)).Count);
        return [.. (await source.ReadFromAsync(split with { Fields = reader.Position })).Select(read => read.Event)];
    }
}
