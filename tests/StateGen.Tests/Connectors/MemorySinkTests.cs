using System.Globalization;
using System.Threading.Channels;
using StateGen.Checkpoints;
using StateGen.Contracts;

namespace StateGen.Tests.Connectors;

public sealed class MemorySinkTests
{
    private static readonly int[] Numbers = [.. Enumerable.Range(0, 100)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_that_cannot_be_formatted_is_left_out_under_a_tolerant_policy()
    {
        using var text = new StringWriter();
        var sink = Sink.ToTextWriter<int>(text, value => value == 2 ? throw new FormatException("two") : $"{value}");
        var letters = new CollectionSink<DeadLetter>();
        await Pipeline.From(Source.FromList([1, 2, 3])).To(sink).WithDeadLetters(letters)
            .RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, TestContext.Current.CancellationToken);
        Assert.Equal($"1{Environment.NewLine}3{Environment.NewLine}", text.ToString());
        Assert.Equal(2, Assert.Single(letters.Records).Event);
    }

    [Fact]
    public async Task A_collection_keeps_the_contract()
    {
        var sink = new CollectionSink<int>();
        await new SinkUnderTest<int>(() => sink, static number => number, () => sink.Records).VerifyAsync(Token);
    }

    [Fact]
    public async Task A_channel_keeps_the_contract()
    {
        var (channel, received) = (Channel.CreateUnbounded<int>(), new List<int>());
        await new SinkUnderTest<int>(() => Sink.ToChannel(channel.Writer), static number => number, Receive) { Promise = SinkDelivery.AtLeastOnce }.VerifyAsync(Token);

        List<int> Receive()
        {
            while (channel.Reader.TryRead(out var number))
                received.Add(number);
            return received;
        }
    }

    [Fact]
    public async Task A_text_writer_keeps_the_contract_even_if_it_has_a_buffer()
    {
        using var bytes = new MemoryStream();
        await using var writer = new StreamWriter(bytes) { NewLine = "\n" };
        await new SinkUnderTest<int>(() => Sink.ToTextWriter<int>(writer, static number => $"{number}"), static number => number, Lines)
        {
            Promise = SinkDelivery.AtLeastOnce,
        }.VerifyAsync(Token);

        int[] Lines() => [.. System.Text.Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
    }

    [Fact]
    public async Task Records_are_ordered_by_checkpoint_and_subtask()
    {
        var sink = new CollectionSink<string>();
        await using var session = await sink.OpenAsync(new("job", "here"), Token);
        var writers = new[] { await session.OpenWriterAsync(1, 0, Token), await session.OpenWriterAsync(1, 1, Token) };
        for (var checkpoint = 1; checkpoint <= 2; checkpoint++)
        {
            var parts = new List<Committable>();
            foreach (var subtask in new[] { 1, 0 })
            {
                await writers[subtask].WriteAsync(new[] { $"{checkpoint}-{subtask}-a", $"{checkpoint}-{subtask}-b" }, Token);
                parts.AddRange(await writers[subtask].PrepareAsync(checkpoint, Token));
            }

            await session.CommitAsync(parts, Token);
        }

        Assert.Equal(["1-0-a", "1-0-b", "1-1-a", "1-1-b", "2-0-a", "2-0-b", "2-1-a", "2-1-b"], sink.Records);
    }

    [Fact]
    public async Task Output_in_the_memory_of_another_process_is_reported_as_lost()
    {
        IReadOnlyList<Committable> parts;
        await using (var session = await new CollectionSink<int>().OpenAsync(new("job", "here"), Token))
        {
            var writer = await session.OpenWriterAsync(1, 0, Token);
            await writer.WriteAsync(new[] { 1 }, Token);
            parts = await writer.PrepareAsync(1, Token);
        }

        await using var later = await new CollectionSink<int>().OpenAsync(new("job", "here"), Token);
        var exception = await Assert.ThrowsAsync<SinkPartLostException>(() => later.RestoreAsync(1, parts, Token));
        Assert.Contains("Output of job 'job' for checkpoint 1 was in the memory of another process", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collection_gets_each_record_once_and_a_channel_at_least_once_after_failures()
    {
        var (collection, channel) = (new CollectionSink<int>(), Channel.CreateUnbounded<int>());
        await new InterruptedRun(5, 11).RunAsync(Source.FromList(Numbers), collection);
        await new InterruptedRun(5, 11).RunAsync(Source.FromList(Numbers), Sink.ToChannel(channel.Writer));
        channel.Writer.Complete();
        var received = await channel.Reader.ReadAllAsync(Token).ToListAsync(Token);
        Assert.Equal(Numbers, collection.Records);
        Assert.Equal(Numbers, received.Distinct());
        Assert.True(received.Count > Numbers.Length, "nothing was written twice, so the failures came too early");
    }

    [Fact]
    public async Task A_full_channel_holds_up_the_job()
    {
        var channel = Channel.CreateBounded<int>(2);
        await using var session = await Sink.ToChannel(channel.Writer).OpenAsync(new("job", null), Token);
        var writer = await session.OpenWriterAsync(1, 0, Token);
        var writing = writer.WriteAsync(new[] { 1, 2, 3 }, Token).AsTask();
        Assert.False(writing.IsCompleted);
        Assert.Equal(1, await channel.Reader.ReadAsync(Token));
        await writing;
    }

    [Fact]
    public async Task A_channel_that_is_completed_early_is_named()
    {
        var channel = Channel.CreateUnbounded<int>();
        channel.Writer.Complete();
        await using var session = await Sink.ToChannel(channel.Writer).OpenAsync(new("job", null), Token);
        var writer = await session.OpenWriterAsync(1, 0, Token);
        var exception = await Assert.ThrowsAsync<SinkUnavailableException>(async () => await writer.WriteAsync(new[] { 1 }, Token));
        Assert.Equal("The channel of Int32 was completed while the job still writes to it. Complete it after the job has ended.", exception.Message);
        Assert.True(exception.IsPermanent);
    }

    [Fact]
    public async Task The_console_gets_one_line_for_each_record()
    {
        var (before, captured) = (Console.Out, new StringWriter { NewLine = "\n" });
        Console.SetOut(captured);
        try
        {
            await using var session = await Sink.ToConsole<int?>().OpenAsync(new("job", null), Token);
            var writer = await session.OpenWriterAsync(1, 0, Token);
            await writer.WriteAsync(new int?[] { 8_301, null }, Token);
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.Contains("8301\n\n", captured.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_another_sink_are_not_taken_for_committed()
    {
        await using var session = await Sink.ToConsole<int>().OpenAsync(new("job", null), Token);
        var part = new Committable("job", 1, 0, 1, ManifestFields.Empty.With("name", "part-1"));
        var exception = await Assert.ThrowsAsync<CheckpointFormatException>(() => session.RestoreAsync(1, [part], Token));
        Assert.Contains("another sink has prepared, and the sink 'console' cannot commit them", exception.Message, StringComparison.Ordinal);
    }
}
