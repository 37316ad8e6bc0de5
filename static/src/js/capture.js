// The microphone as it is: what browsers do to a voice for a call (gates, echo, level) spoils it for learning.
const WORKLET = new URL("./capture.worklet.js", import.meta.url);
const AS_IT_IS = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export function canCapture() {
  return Boolean(navigator.mediaDevices?.getUserMedia && window.AudioWorkletNode);
}

/** Opens the microphone; `hear` gets blocks of samples until `close`. `gone`: it was taken away. */
export async function capture(hear, gone) {
  const context = new AudioContext(); // before anything is waited for: Safari wants it within the click
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: AS_IT_IS });
    const close = () => {
      for (const track of stream.getTracks()) track.stop();
      return context.close();
    };
    stream.getAudioTracks()[0].addEventListener("ended", gone);
    await context.audioWorklet.addModule(WORKLET);
    await context.resume();
    const node = new AudioWorkletNode(context, "capture", {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: "explicit",
    });
    node.port.addEventListener("message", (told) => hear(told.data));
    node.port.start();
    context.createMediaStreamSource(stream).connect(node);
    return { rate: context.sampleRate, close };
  } catch (error) {
    await context.close();
    throw error;
  }
}
