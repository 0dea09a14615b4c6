using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StateGen;
using Output = StateGen.OperatorContext<Corpus.Third.Telemetry.Frame>;

namespace Corpus.Third.Telemetry;

public sealed record Frame(string Device, byte[] Payload, int Sequence);

public interface IGateway
{
    Task SendAsync(Frame frame, CancellationToken cancellation = default);

    ValueTask<int> NextSequenceAsync(string device);
}

[Operator("telemetry-forward")]
public sealed partial class Forward(IGateway gateway) : KeyedOperator<string, Frame, Frame>
{
    protected override async void OnEvent(Frame value, Output context) => await gateway.SendAsync(value).ConfigureAwait(false); // expect: SG2003
}

[Operator("telemetry-sequence")]
public sealed partial class Sequence(IGateway gateway) : KeyedOperator<string, Frame, Frame>
{
    [State] private partial int Last { get; set; }
    [State] private partial int Gaps { get; set; }

    protected override async void OnEvent(Frame value, Output context) // expect: SG2003
    {
        if (value.Sequence == Last + 1)
        {
            Last = value.Sequence;
            return;
        }

        Gaps++;
        var expected = await gateway.NextSequenceAsync(value.Device);
        if (expected == value.Sequence)
            context.Emit(value);
        else
            Last = expected; // expect: SG2004
    }

    protected override async void OnTimer(FiredTimer timer, Output context) // expect: SG2003
    {
        using var memory = new MemoryStream();
        await memory.WriteAsync(BitConverter.GetBytes(Gaps));
        context.Emit(new Frame("", memory.ToArray(), 0));
    }
}

public abstract class Retrying : KeyedOperator<string, Frame, Frame>
{
    protected abstract ValueTask<bool> TryAsync(Frame frame);

    protected override async void OnEvent(Frame value, Output context) // expect: SG2003
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (await TryAsync(value))
                return;
        }

        context.Emit(value);
    }
}

[Operator("telemetry-retry")]
public sealed partial class RetryingForward(IGateway gateway) : Retrying
{
    protected override async ValueTask<bool> TryAsync(Frame frame)
    {
        await gateway.SendAsync(frame);
        return frame.Payload.Length > 0;
    }
}

[Operator("telemetry-batches")]
public sealed partial class FrameBatches(IGateway gateway) : KeyedOperator<string, IReadOnlyList<Frame>, Frame>
{
    [State] private partial long Bytes { get; set; }

    protected override async void OnEvent(IReadOnlyList<Frame> value, Output context) // expect: SG2003
    {
        await Task.WhenAll(value.Select(frame => gateway.SendAsync(frame)));
        Bytes += value.Sum(frame => frame.Payload.Length); // expect: SG2004
    }
}

/// <summary>Right: an async method that only gets values, and one that uses the state before its first await.</summary>
[Operator("telemetry-mirror")]
public sealed partial class Mirror(IGateway gateway) : KeyedOperator<string, Frame, Frame>
{
    [State] private partial int Sent { get; set; }

    protected override void OnEvent(Frame value, Output context)
    {
        _ = SendAsync(value);
        context.Emit(value);
    }

    private async Task SendAsync(Frame frame)
    {
        var number = ++Sent;
        if (number % 100 == 0)
        {
            await gateway.SendAsync(frame with { Sequence = number });
            return;
        }

        Sent = number;
        await gateway.SendAsync(frame);
    }
}
