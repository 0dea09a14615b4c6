namespace StateGen.Engine.Operators;

/// <content>Ends the input.</content>
internal sealed partial class KeyedOperatorRunner<TKey, TIn, TOut>
{
    /// <summary>
    /// Ends the input: fires every registered event-time timer, and holds back those that callbacks register in the process, until
    /// <see cref="ReleaseHeldTimers"/>.
    /// </summary>
    /// <returns>true if all timers have fired; false if a limit was reached. The caller then takes the output and calls this method again.</returns>
    public bool Drain()
    {
        _timerService.BeginDrain();
        return AdvanceWatermark(EventTime.Maximum);
    }

    /// <summary>
    /// Makes timers that were held back ordinary timers, for a later run. Not before every subtask of the job has fired all of its own: a checkpoint before
    /// that must tell them from timers that still have to fire.
    /// </summary>
    public void ReleaseHeldTimers()
    {
        _timerService.EndDrain();
        _store.CommitRecord();
    }

    /// <summary>Ends the input of a runner without limits and without others beside it: fires every timer, and keeps those that callbacks register.</summary>
    public void CompleteInput()
    {
        try
        {
            Drain();
        }
        finally
        {
            ReleaseHeldTimers();
        }
    }
}
