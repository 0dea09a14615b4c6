namespace StateGen.Engine.Exchange;

/// <summary>A watermark that stands between records.</summary>
/// <param name="Index">The index of the record that it stands before; the number of records when it stands after the last.</param>
/// <param name="Watermark">The watermark, in milliseconds since the Unix epoch.</param>
internal readonly record struct WatermarkMark(int Index, long Watermark);
