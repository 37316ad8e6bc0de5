// Runs beside the page, on the audio's own thread: hands on what the microphone hears, a twelfth of a second at a time.
const BLOCK = 4096;

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Float32Array(BLOCK);
    this.filled = 0;
  }

  process([[heard]]) {
    if (!heard) return true;
    this.block.set(heard, this.filled);
    this.filled += heard.length;
    if (this.filled === BLOCK) {
      this.port.postMessage(this.block.slice());
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor("capture", Capture);
