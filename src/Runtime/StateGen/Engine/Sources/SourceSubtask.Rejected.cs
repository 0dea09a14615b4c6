using System.Runtime.CompilerServices;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Sources;

// What a read has skipped because it is not an event. The position is behind it, so it must be among the failed records before a barrier can pass.
internal sealed partial class SourceSubtask<T>
{
    private void DropRejected(SplitCursor<T> split)
    {
        foreach (var rejected in split.TakeRejected())
        {
            var position = $"{rejected.SourceName}:{rejected.Line}";
            if (!failed.TryDrop(new(place.Name, Key: null, rejected.Text, Timer: null, position, rejected.InnerException ?? rejected)))
                throw rejected;
        }
    }

    /// <summary>Ends a read without events. A split that only skips may be ready again at once, so what is held may have waited long enough.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PassOverAsync(SplitCursor<T> split)
    {
        _buffers.Return(split.TakeBuffer());
        await failed.HandOnAsync(telemetry, _cancellation).ConfigureAwait(false);
        if (output.Patience > 0)
            await telemetry.MeasureAsync(output.WriteAsync(default, _cancellation), SubtaskActivity.BackPressured).ConfigureAwait(false);
    }
}
