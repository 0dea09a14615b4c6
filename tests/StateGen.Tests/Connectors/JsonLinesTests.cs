using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StateGen.TestKit;

namespace StateGen.Tests.Connectors;

public sealed class JsonLinesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_source_keeps_the_contract(int splits)
    {
        var path = _directory.Write("in.jsonl", string.Concat(Enumerable.Range(0, 60).Select(id => $"{{\"Id\":{id},\"Text\":\"é{id}\"}}\n")));
        await new SourceUnderTest<Order>(() => FileSource.JsonLines(path, OrderContext.Default.Order, splits)).VerifyAsync(Token);
    }

    [Fact]
    public async Task The_sink_keeps_the_contract() =>
        await new SinkUnderTest<Order>(() => FileSink.JsonLines(_directory.Path, OrderContext.Default.Order), static number => new(number, "é\n\"", 1.5), ReadVisible)
            .VerifyAsync(Token);

    [Fact]
    public async Task What_a_sink_wrote_a_source_reads()
    {
        Order[] orders = [new(1, "a\nb \"c\" \u2028 é", 0.1), new(2, null, double.MaxValue), new(3, "", -0.0)];
        var options = new PipelineOptions { JobId = "job" };
        await Pipeline.From(Source.FromList(orders)).To(FileSink.JsonLines(_directory.Path, OrderContext.Default.Order)).RunAsync(options, Token);
        var read = await FileSource.JsonLines(_directory["part-job-1-0-1.jsonl"], OrderContext.Default.Order).ReadAllAsync();
        Assert.Equal(orders, read.Select(item => item.Event));
        Assert.Equal([1, 2, 3], read.Select(item => item.Origin));
    }

    [Fact]
    public async Task Each_record_is_one_line_even_if_the_context_indents()
    {
        var indented = new OrderContext(new JsonSerializerOptions { WriteIndented = true });
        var options = new PipelineOptions { JobId = "job" };
        await Pipeline.From(Source.FromList([new Order(1, "a", 2), new Order(2, "b", 3)])).To(FileSink.JsonLines(_directory.Path, indented.Order)).RunAsync(options, Token);
        Assert.Equal(
            "{\"Id\":1,\"Text\":\"a\",\"Price\":2}\n{\"Id\":2,\"Text\":\"b\",\"Price\":3}\n",
            await File.ReadAllTextAsync(_directory["part-job-1-0-1.jsonl"], Token));
    }

    [Theory]
    [InlineData("{\"Id\":3,\"Text\":\"a", "the line is not the JSON of type Order: Expected end of string")]
    [InlineData("{\"Id\":3", "the line is not the JSON of type Order: ")]
    [InlineData("{\"Id\":\"three\"}", "the line is not the JSON of type Order: The JSON value could not be converted to StateGen.Tests.Connectors.Order (at $.Id, byte 13): ")]
    [InlineData("{\"Id\":3}}", "the line is not the JSON of type Order: '}' is invalid after a single JSON value")]
    [InlineData("[]", "the line is not the JSON of type Order: The JSON value could not be converted to")]
    [InlineData("null", "the line holds null instead of an event")]
    [InlineData("", "the line is not the JSON of type Order: The input does not contain any JSON tokens")]
    public async Task A_broken_line_is_named_with_file_number_and_reason(string line, string reason)
    {
        var path = _directory.Write("in.jsonl", $"{{\"Id\":1}}\n{{\"Id\":2}}\n{line}\n{{\"Id\":4}}\n");
        foreach (var splits in new[] { 1, 2 })
        {
            var exception = await Assert.ThrowsAsync<SourceRecordException>(() => FileSource.JsonLines(path, OrderContext.Default.Order, splits).ReadAllAsync());
            Assert.True(exception.Message.StartsWith($"{path}, line 3: {reason}", StringComparison.Ordinal), exception.Message);
            Assert.EndsWith($": '{line}'", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("LineNumber", exception.Message, StringComparison.Ordinal);
            Assert.Equal(3, exception.Line);
        }
    }

    [Fact]
    public async Task The_last_line_of_a_file_that_was_cut_off_is_reported()
    {
        var path = _directory.Write("in.jsonl", "{\"Id\":1}\n{\"Id\":2,\"Te");
        var exception = await Assert.ThrowsAsync<SourceRecordException>(() => FileSource.JsonLines(path, OrderContext.Default.Order).ReadAllAsync());
        Assert.Equal(2, exception.Line);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_reported()
    {
        var path = _directory.Write("in.jsonl", [.. "{\"Text\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        var exception = await Assert.ThrowsAsync<SourceRecordException>(() => FileSource.JsonLines(path, OrderContext.Default.Order).ReadAllAsync());
        Assert.Equal(1, exception.Line);
    }

    [Fact]
    public void A_header_is_refused() =>
        Assert.Throws<ArgumentException>(() => FileSink.JsonLines(_directory.Path, OrderContext.Default.Order, new FileSinkOptions { Header = "id" }));

    private List<Order> ReadVisible() =>
    [
        .. Directory.GetFiles(_directory.Path, "part-*.jsonl").SelectMany(path => File.ReadAllLines(path, Encoding.UTF8))
            .Select(line => JsonSerializer.Deserialize(line, OrderContext.Default.Order)!),
    ];
}

internal sealed record Order(int Id, string? Text, double Price);

[JsonSerializable(typeof(Order))]
internal sealed partial class OrderContext : JsonSerializerContext;
